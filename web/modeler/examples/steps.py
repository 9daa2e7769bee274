"""What was sent from the page of a scenario becomes its contents: the head, the beginning, one step."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from werkzeug.datastructures import MultiDict

from handlers.connectors.systems import SystemId
from web.inbox.drafts import Fields
from web.modeler.examples import answers
from web.modeler.examples.catalogue import Catalogue
from web.modeler.examples.leaves import KINDS, Leaf, Path, built, path

OWN = "of:"
"""Before the names of the page's own fields; the others are answers, whose names are keys of a form."""

KIND = ("complete", "working_days", "until", "advance", "message", "start", "expect")
_ADDED = 3
"""Empty rows offered below those that there are."""


class Wrong(ValueError):
    """Something sent cannot be written down; the message says what in the reader's language."""


class Sent:
    """The fields of one page that was sent."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self._form = form

    def text(self, name: str) -> str:
        return self._form.get(OWN + name, "").strip()

    def has(self, name: str) -> bool:
        return bool(self.text(name))

    def all(self, name: str) -> list[str]:
        return self._form.getlist(OWN + name)

    def answers(self) -> Fields:
        """What was filled into the fields of a form."""
        return {key: self._form.getlist(key) for key in self._form if not key.startswith(OWN) and key != "csrf_token"}

    def leaves(self, name: str) -> list[Leaf]:
        """The rows of a table of values; those marked to go and those without a name are left out."""
        found = []
        for row in self._rows(name):
            kind = self._form.get(f"{row}:kind", "text")
            if self._form.get(f"{row}:gone") or kind not in KINDS:
                continue
            way = self._way(row)
            if way:
                found.append(Leaf(way, kind, self._form.get(f"{row}:value", "").replace("\r\n", "\n")))
        return found

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """The rows of a table of two columns, in order; a row without its first is left out."""
        firsts, seconds = self.all(f"{name}:first"), self.all(f"{name}:second")
        return [(one.strip(), two.strip()) for one, two in zip(firsts, seconds, strict=False) if one.strip()]

    def _rows(self, name: str) -> Iterator[str]:
        number = 0
        while f"{OWN}{name}:{number}:kind" in self._form:
            yield f"{OWN}{name}:{number}"
            number += 1

    def _way(self, row: str) -> Path:
        fixed = self._form.getlist(f"{row}:step")
        if fixed:
            return tuple(int(one[1:]) if one.startswith("#") else one[1:] for one in fixed)
        parts = [one.strip() for one in self._form.getlist(f"{row}:path")]
        while parts and not parts[-1]:
            parts.pop()
        return (*parts[:-1], *path(parts[-1])) if parts and all(parts) else ()


def head(before: Mapping[str, Any], sent: Sent) -> dict[str, Any]:
    """The scenario with its names, its process, the time it starts at, and what outside systems answer."""
    made = dict(before)
    made |= {"name": sent.text("name"), "name_en": sent.text("name_en"), "process": sent.text("process")}
    made["clock"] = _moment(sent, "clock", str(before.get("clock", "")))
    _set(made, "given", _record(sent, "given"))
    _set(made, "outside", {id: _statuses(sent.text(f"outside:{id}")) for id in _systems() if sent.has(f"outside:{id}")})
    return made


def beginning(before: Mapping[str, Any], sent: Sent, catalogue: Catalogue, process: str) -> dict[str, Any]:
    """How a case begins: by a person with the start form, by a message, or as by a call."""
    how, made = sent.text("how"), dict(before)
    for name in ("by", "message"):
        made.pop(name, None)
    if how == "message":
        made = {"message": sent.text("message") or next(iter(catalogue.messages), ""), **made}
        made.pop("form", None)
    elif how == "person":
        made = {"by": sent.text("by") or catalogue.starter(process), **made}
        form = catalogue.start_form(process)
        given = dict(before.get("form") or {})
        filled = answers.taken(form, given, {}, sent.answers())
        _set(made, "form", {**filled, **_record(sent, "others")})
    else:
        made.pop("form", None)
    _set(made, "variables", _record(sent, "variables"))
    return made


def step(before: Mapping[str, Any], sent: Sent, catalogue: Catalogue, known: Mapping[str, Any]) -> dict[str, Any]:
    """One step as it was sent."""
    kind = kind_of(before)
    match kind:
        case "complete":
            return _complete(before, sent, catalogue, known)
        case "start":
            made = dict(before)
            process = sent.text("process")
            made["start"] = beginning(before.get("start") or {}, sent, catalogue, process)
            _set(made, "process", process if "process" in before or process != sent.text("own") else "")
            return made
        case "message":
            made = {**before, "message": sent.text("message")}
            _set(made, "key", sent.text("key"))
            _set(made, "variables", _record(sent, "variables"))
            return made
        case "expect":
            return {**before, "expect": expectation(before.get("expect") or {}, sent)}
    return _time(before, sent)


def kind_of(step: Mapping[str, Any]) -> str:
    """Which of the kinds a step is, '' for none."""
    return next((one for one in KIND if one in step), "")


def expectation(before: Mapping[str, Any], sent: Sent) -> dict[str, Any]:
    """What must hold, as it was sent; nothing that was not asked about is said."""
    made = dict(before)
    _set(made, "process", sent.text("process"))
    _set(made, "where", _record(sent, "where"))
    if sent.has("looks"):
        opened: dict[str, list[str]] = {}
        for task, group in sent.pairs("open"):
            opened.setdefault(task, []).extend([group] if group else [])
        made["open"] = opened
    else:
        made.pop("open", None)
    _set(made, "ended", sent.text("ended"))
    _set(made, "variables", _record(sent, "variables"))
    told: dict[str, list[str]] = {}
    for recipient, subject in sent.pairs("notified"):
        told.setdefault(recipient, []).extend([subject] if subject else [])
    _set(made, "notified", told)
    documents = sent.text("documents")
    _set(made, "documents", int(documents) if documents.isdigit() else None)
    _set(made, "cases", {process: int(number) for process, number in sent.pairs("cases") if number.isdigit()})
    _set(made, "rows", _record(sent, "rows"))
    return made


def _complete(before: Mapping[str, Any], sent: Sent, catalogue: Catalogue, known: Mapping[str, Any]) -> dict[str, Any]:
    made = {**before, "complete": sent.text("task"), "by": sent.text("by")}
    _set(made, "process", sent.text("process"))
    _set(made, "where", _record(sent, "where"))
    task = catalogue.task(sent.text("task"), sent.text("process"))
    given = dict(before.get("form") or {}) if sent.text("task") == before.get("complete") else {}
    form = task.form if task else None
    filled = answers.taken(form, given, {**known, **(made.get("where") or {})}, sent.answers())
    _set(made, "form", {**filled, **_record(sent, "others")}, keep="form" in before)
    outcome = sent.text("outcome")
    _set(made, "refused", sent.text("refused") if outcome == "refused" else "")
    _set(made, "invalid", [one for one in sent.all("invalid") if one] if outcome == "invalid" else [])
    return made


def _time(before: Mapping[str, Any], sent: Sent) -> dict[str, Any]:
    others = {key: value for key, value in before.items() if key not in ("working_days", "until", "advance")}
    way = sent.text("way")
    if way == "working_days":
        number = sent.text("working_days")
        return {"working_days": int(number) if number.isdigit() and int(number) else 1, **others}
    if way == "until":
        return {"until": _moment(sent, "until", str(before.get("until", ""))), **others}
    return {"advance": _duration(sent, str(before.get("advance", ""))), **others}


_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def duration_parts(text: str) -> tuple[str, str, str] | None:
    """Days, hours and minutes of an ISO 8601 duration; None for one that is written otherwise."""
    found = _DURATION.fullmatch(text)
    return None if found is None or text in ("P", "PT") else (found[1] or "", found[2] or "", found[3] or "")


def _duration(sent: Sent, before: str) -> str:
    parts = tuple(sent.text(f"advance:{one}") for one in ("days", "hours", "minutes"))
    if parts == duration_parts(before) or (before and duration_parts(before) is None and not any(parts)):
        return before
    days, hours, minutes = (
        f"{int(one)}{sign}" if one.isdigit() and int(one) else "" for one, sign in zip(parts, "DHM", strict=True)
    )
    return f"P{days}" + (f"T{hours}{minutes}" if hours or minutes else "") if days or hours or minutes else "PT1H"


def moment_parts(text: str) -> tuple[str, str]:
    """The day and the time of a date or date-time, '' for what it does not say."""
    day, _, time = text.partition("T")
    return day, time[:5]


def _moment(sent: Sent, name: str, before: str) -> str:
    day, time = sent.text(f"{name}:day"), sent.text(f"{name}:time")
    if (day, time) == moment_parts(before):
        return before
    return f"{day}T{time}:00+08:00" if time else day


def _record(sent: Sent, name: str) -> dict[str, Any]:
    try:
        return built(sent.leaves(name))
    except ValueError as error:
        raise Wrong(str(error)) from error


def _set(made: dict[str, Any], name: str, value: Any, *, keep: bool = False) -> None:
    """Say it where there is something to say; what said nothing in so many words before may go on doing so."""
    if value not in ("", None, [], {}) or (keep and value == {}):
        made[name] = value
    elif made.get(name) != value:
        made.pop(name, None)


def _systems() -> tuple[SystemId, ...]:
    return get_args(SystemId)


def _statuses(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d{3}", text)]
