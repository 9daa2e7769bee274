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
from web.language import Name, in_words, language
from web.modeler.impact.rows import said

HIDDEN = "…"
_CODE = re.compile(r"[A-Za-z0-9_.@:+-]{1,40}")
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
        alike = "" if self.code in _OF_ONE_CASE else self.then[0] + self.now[0]
        details = [] if self.code == "result" else sorted(self.details.items())
        parts = [self.code, self.process, self.element, alike, details]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def keep(reason: Reason, words: Vocabulary, rows: Mapping[str, Name]) -> Kept:
    """The reason without personal data: of inputs and results stay numbers, dates, yes and no, and codes that no form
    marks as personal. What a table decided is told by its `rows`, and in `details` by the entries that differ."""
    private = reason.code in ("message", "not_allowed", "incident")
    then, now = (Text(), Text()) if private else (reason.then, reason.now)
    inputs = {name: _open(name, value, words) for name, value in reason.inputs.items()}
    details = dict(reason.details)
    if reason.code == "result":
        then, now = (Text(*said(details.get(key, ""), rows)) for key in ("then_rules", "now_rules"))
        then, now = _without_same(then, now)
        details = _differing(reason, words)
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
        details,
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
    return _about(kept) or _decided(kept, whole=True) or _said(kept, kept.inputs)


def group_sentence(kept: Kept) -> str:
    """The same without what differs from case to case."""
    return _about(kept) or _decided(kept, whole=False) or _timer(kept) or _said(kept, {})


def _said(kept: Kept, inputs: Mapping[str, Any]) -> str:
    if kept.code == "flow" and not inputs:
        parts = {"name": _named(kept), "then": _pick(kept.then), "now": _pick(kept.now)}
        return str(gettext("At %(name)s: %(then)s before, %(now)s by the new version.", **parts))
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


def _decided(kept: Kept, *, whole: bool) -> str:
    """What a table decided; `whole` with what differs in the one case."""
    if kept.code != "result":
        return ""
    parts = {"name": _named(kept), "then": _pick(kept.then), "now": _pick(kept.now)}
    if kept.then[0] or kept.now[0]:
        told = gettext("%(name)s: decided by %(then)s before, by %(now)s in the new version.", **parts)
    else:
        told = gettext("%(name)s: the same rows give another result in the new version.", **parts)
    differing = [f"{key}: {value}" for key, value in kept.details.items()] if whole else []
    given = [f"{key} = {in_words(value).striptags()}" for key, value in kept.inputs.items() if value != HIDDEN]
    more = "; ".join([*differing, *(given if whole else [])])
    return f"{told} ({more})" if more else str(told)


def _differing(reason: Reason, words: Vocabulary) -> dict[str, str]:
    """The entries of the result that differ, then and now."""
    then, now = (_entries(text.zh) for text in (reason.then, reason.now))
    told = {}
    for key in dict.fromkeys([*then, *now]):
        if then.get(key) != now.get(key):
            both = (_open(key, one.get(key), words) for one in (then, now))
            label = words.label(key)
            told[label.zh if label else key] = " → ".join(in_words(one).striptags() for one in both)
    return told


def _entries(text: str) -> dict[str, Any]:
    value = msgspec.json.decode(text)
    return value if isinstance(value, dict) else {"=": value}


def _without_same(then: Text, now: Text) -> tuple[Text, Text]:
    """Rows that decided in both are no difference."""
    zh = [one.zh.split("、") if one.zh else [] for one in (then, now)]
    en = [one.en.split(", ") if one.en else [] for one in (then, now)]
    kept = [
        Text(
            "、".join(row for row in zh[one] if row not in zh[1 - one]),
            ", ".join(row for row in en[one] if row not in en[1 - one]),
        )
        for one in (0, 1)
    ]
    return kept[0], kept[1]


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
