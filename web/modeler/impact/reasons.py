"""Why a case has its verdict, as it is kept and said: without what only those may read who may see the case."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from flask_babel import gettext

from engine.errors import Obstacle
from engine.impact import Reason, reason_sentence
from engine.impact.values import Text
from web.diagrams import Vocabulary
from web.language import language

HIDDEN = "…"
_CODE = re.compile(r"[A-Za-z0-9_.@:-]{1,40}")
_OF_ONE_CASE = ("timer_sooner", "timer_later", "message", "not_allowed", "incident")
"""What was decided then and now differs from case to case, or may tell of persons."""


class Kept(msgspec.Struct, frozen=True):
    """One reason as it is stored; `name`, `then` and `now` are Chinese and English."""

    code: str
    process: str
    element: str
    name: tuple[str, str]
    seq: int
    at: int
    then: tuple[str, str]
    now: tuple[str, str]
    inputs: dict[str, Any]
    details: dict[str, str]

    @property
    def key(self) -> str:
        """The same for reasons that are one and the same but for the case."""
        parts = [self.code, self.process, self.element, "" if self.code in _OF_ONE_CASE else self.then[0] + self.now[0]]
        return hashlib.sha256(repr([*parts, sorted(self.details.items())]).encode()).hexdigest()[:12]


def keep(reason: Reason, words: Vocabulary) -> Kept:
    """The reason without personal data: of inputs stay numbers, yes and no, and codes that no form marks as personal."""
    private = reason.code in ("message", "not_allowed", "incident")
    then, now = (Text(), Text()) if private else (reason.then, reason.now)
    inputs = {name: _open(name, value, words) for name, value in reason.inputs.items()}
    return Kept(
        reason.code,
        reason.process,
        reason.element,
        (reason.name.zh, reason.name.en),
        reason.seq,
        reason.at,
        (then.zh, then.en),
        (now.zh, now.en),
        inputs,
        dict(reason.details),
    )


def refused(obstacle: Obstacle) -> Kept:
    """What kept a migration from being done."""
    name = (obstacle.name, obstacle.name_en)
    nothing = ("", "")
    return Kept(
        obstacle.code, obstacle.process, obstacle.element, name, 0, 0, nothing, nothing, {}, dict(obstacle.details)
    )


def sentence(kept: Kept) -> str:
    """The reason in the reader's language, as of one case."""
    return _about(kept) or _said(kept, kept.inputs)


def group_sentence(kept: Kept) -> str:
    """The same without what differs from case to case."""
    return _about(kept) or _timer(kept) or _said(kept, {})


def _said(kept: Kept, inputs: Mapping[str, Any]) -> str:
    if kept.code in ("flow", "result") and not inputs:
        parts = {"name": _named(kept), "then": _pick(kept.then), "now": _pick(kept.now)}
        if kept.code == "flow":
            return str(gettext("At %(name)s: %(then)s before, %(now)s by the new version.", **parts))
        return str(gettext("%(name)s: decided %(then)s before, %(now)s by the new version.", **parts))
    reason = Reason(
        kept.code,
        kept.element,
        kept.process,
        Text(*kept.name),
        kept.seq,
        kept.at,
        Text(*kept.then),
        Text(*kept.now),
        dict(inputs),
        dict(kept.details),
    )
    return reason_sentence(reason, "en" if language() == "en" else "zh")


def _about(kept: Kept) -> str:
    """The sentence of a reason whose own words may tell of persons."""
    name = _named(kept)
    found: dict[str, str] = {
        "message": gettext("%(name)s received a message that the new version would not wait for.", name=name),
        "not_allowed": gettext("What was done at %(name)s would be refused by the new version.", name=name),
        "incident": gettext("By the new version the case would stand still at %(name)s.", name=name),
    }
    return found.get(kept.code, "")


def _timer(kept: Kept) -> str:
    name = _named(kept)
    found: dict[str, str] = {
        "timer_sooner": gettext("The time of %(name)s would have been up by the new version.", name=name),
        "timer_later": gettext("The time of %(name)s was up, and would not have been by the new version.", name=name),
    }
    return found.get(kept.code, "")


def _named(kept: Kept) -> str:
    return f"“{_pick(kept.name) or kept.element}”"


def _pick(both: Sequence[str]) -> str:
    zh, en = both
    return (en or zh) if language() == "en" else (zh or en)


def _open(name: str, value: Any, words: Vocabulary) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, list):
        return [_open(name, one, words) for one in value]
    if isinstance(value, str) and not words.is_personal(name) and not words.is_person(name) and _CODE.fullmatch(value):
        return value
    return HIDDEN
