"""A scenario's steps in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from web.language import day, in_words, pick, quoted
from web.modeler.examples.catalogue import Catalogue
from web.modeler.examples.leaves import Path, flat
from web.modeler.examples.steps import duration_parts, kind_of, moment_parts


@dataclass(frozen=True, slots=True)
class Told:
    """A step: what happens in one sentence, and the particulars, each with what it is called."""

    kind: str
    sentence: str
    particulars: tuple[tuple[str, Markup], ...] = ()


def told(step: Any, catalogue: Catalogue, process: str) -> Told:
    """One step in the reader's language; one that cannot be read says so."""
    kind = kind_of(step) if isinstance(step, dict) else ""
    try:
        return _TELLERS[kind](step, catalogue, process)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Told("", gettext("A step that cannot be read"))


def beginning(given: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    """How a case begins."""
    name = quoted(catalogue.process_name(process))
    variables = _values(given.get("variables") or {}, catalogue)
    if given.get("message"):
        return Told(
            "message",
            gettext("The message %(message)s begins %(name)s", message=quoted(given["message"]), name=name),
            variables,
        )
    if given.get("by"):
        who = catalogue.person_name(given["by"])
        sentence = gettext("%(who)s begins %(name)s", who=who, name=name)
        return Told("person", sentence, (*_values(given.get("form") or {}, catalogue), *variables))
    return Told("call", gettext("Another procedure begins %(name)s", name=name), variables)


def way(path: Path, catalogue: Catalogue) -> str:
    """The way to a value as people read it."""
    parts = []
    for step in path:
        if isinstance(step, int):
            parts.append(gettext("no. %(number)d", number=step + 1))
        else:
            label = catalogue.labels.get(step)
            parts.append(label.said if label and label.said else step)
    return " › ".join(parts)


def value(name: str, given: Any, catalogue: Catalogue) -> Markup:
    """A value with the codes of options and units replaced by their names."""
    return in_words(_named(name, given, catalogue))


def _named(name: str, given: Any, catalogue: Catalogue) -> Any:
    if isinstance(given, list):
        return [_named(name, one, catalogue) for one in given]
    if isinstance(given, dict):
        return {_label(key, catalogue): _named(key, one, catalogue) for key, one in given.items()}
    options = catalogue.options.get(name, {})
    if isinstance(given, str) and given in options:
        return options[given].said
    if isinstance(given, str) and given in catalogue.names:
        return catalogue.names[given]
    return catalogue.person_name(given) if isinstance(given, str) else given


def _label(name: str, catalogue: Catalogue) -> str:
    label = catalogue.labels.get(name)
    return label.said if label and label.said else name


def _values(given: Mapping[str, Any], catalogue: Catalogue) -> tuple[tuple[str, Markup], ...]:
    return tuple((_label(name, catalogue), value(name, one, catalogue)) for name, one in given.items())


def _complete(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    task = quoted(catalogue.task_name(step["complete"]))
    who = catalogue.person_name(step.get("by", ""))
    if step.get("refused"):
        sentence = gettext(
            "%(who)s is kept from %(task)s: %(reason)s", who=who, task=task, reason=refusal(step["refused"])
        )
    elif step.get("invalid"):
        fields = _listed(_label(one, catalogue) for one in step["invalid"])
        sentence = gettext(
            "%(who)s does %(task)s, but the form is turned down: %(fields)s", who=who, task=task, fields=fields
        )
    else:
        sentence = gettext("%(who)s does %(task)s", who=who, task=task)
    where = [
        (gettext("Of several: where %(name)s is", name=label), said)
        for label, said in _values(step.get("where") or {}, catalogue)
    ]
    return Told("complete", sentence, (*where, *_values(step.get("form") or {}, catalogue)))


def refusal(code: str) -> str:
    """Why somebody is kept from a task."""
    reasons: dict[str, str] = {
        "not_allowed": gettext("the task is not given to them"),
        "excluded_user": gettext("somebody else must do it"),
        "task_not_open": gettext("it is done already"),
        "task_already_claimed": gettext("a colleague holds it"),
    }
    return reasons.get(code, code)


def _days(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    number = int(step["working_days"])
    return Told("working_days", ngettext("%(num)d working day goes by", "%(num)d working days go by", number))


def _until(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    date, time = moment_parts(str(step["until"]))
    return Told("until", gettext("Time goes by until %(moment)s", moment=f"{day(date)} {time}".strip()))


def _advance(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    parts = duration_parts(str(step["advance"]))
    return Told("advance", gettext("%(span)s go by", span=_span(parts) if parts else step["advance"]))


def _span(parts: tuple[str, str, str]) -> str:
    days, hours, minutes = (int(one or 0) for one in parts)
    said = [
        ngettext("%(num)d day", "%(num)d days", days) if days else "",
        ngettext("%(num)d hour", "%(num)d hours", hours) if hours else "",
        ngettext("%(num)d minute", "%(num)d minutes", minutes) if minutes else "",
    ]
    return pick("", " ").join(one for one in said if one)


def _message(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    sentence = gettext("The message %(name)s comes in", name=quoted(step["message"]))
    key = ((gettext("For"), in_words(step["key"])),) if step.get("key") else ()
    return Told("message", sentence, (*key, *_values(step.get("variables") or {}, catalogue)))


def _start(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    one = beginning(step["start"], catalogue, str(step.get("process") or process))
    return Told("start", gettext("Besides: %(sentence)s", sentence=one.sentence), one.particulars)


def _expect(step: Mapping[str, Any], catalogue: Catalogue, process: str) -> Told:
    expected = step["expect"]
    at = str(expected.get("process") or process)
    sentence = (
        gettext("Then it holds")
        if at == process
        else gettext("Then it holds of %(name)s", name=quoted(catalogue.process_name(at)))
    )
    found = [
        (gettext("The case where %(name)s is", name=label), said)
        for label, said in _values(expected.get("where") or {}, catalogue)
    ]
    if expected.get("open") is not None:
        found += _open(expected["open"], catalogue)
    if expected.get("ended"):
        ends = {one.zh: one.said for one in catalogue.ends(at)}
        found.append((gettext("The case ended by"), in_words(ends.get(expected["ended"], expected["ended"]))))
    found += _values(expected.get("variables") or {}, catalogue)
    for recipient, subjects in (expected.get("notified") or {}).items():
        found.append((gettext("%(who)s is told", who=catalogue.group_name(recipient)), in_words(list(subjects))))
    if expected.get("documents") is not None:
        found.append((gettext("Documents made"), in_words(expected["documents"])))
    for other, number in (expected.get("cases") or {}).items():
        found.append((gettext("Cases of %(name)s", name=catalogue.process_name(other)), in_words(number)))
    found += [
        (_row(one.path, catalogue), value(str(one.path[-1]), one.value, catalogue))
        for one in flat(expected.get("rows") or {})
        if one.path
    ]
    return Told("expect", sentence, tuple(found))


def _open(opened: Mapping[str, Any], catalogue: Catalogue) -> list[tuple[str, Markup]]:
    if not opened:
        return [(gettext("Open tasks"), in_words(gettext("none")))]
    return [
        (
            gettext("%(task)s is open to", task=quoted(catalogue.task_name(name))),
            in_words([catalogue.group_name(one) for one in groups]),
        )
        for name, groups in opened.items()
    ]


def _row(path: Path, catalogue: Catalogue) -> str:
    store, *rest = path
    key = str(rest[0]) if rest else ""
    said = gettext("Data store %(store)s, row %(key)s", store=store, key=key)
    return f"{said} › {way(tuple(rest[1:]), catalogue)}" if rest[1:] else said


def _listed(names: Iterable[str]) -> str:
    return pick("、", ", ").join(names)


_TELLERS = {
    "complete": _complete,
    "working_days": _days,
    "until": _until,
    "advance": _advance,
    "message": _message,
    "start": _start,
    "expect": _expect,
}
