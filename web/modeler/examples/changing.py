"""What a scenario's text becomes by one thing that was sent from its page."""

from copy import deepcopy
from typing import Any

from web.modeler.examples import page, steps
from web.modeler.examples.catalogue import Catalogue
from web.modeler.examples.faults import HEAD, START
from web.modeler.examples.scenario import Opened
from web.modeler.examples.steps import Sent
from web.modeler.examples.writing import amended


def changed(found: Opened, sent: Sent, catalogue: Catalogue) -> tuple[str, str]:
    """The text, and the place that is open afterwards ('' for none). Raises Wrong."""
    content = deepcopy(dict(found.content))
    place, do = sent.text("place"), sent.text("do")
    then = place if do in ("keep", "again") else ""
    if place == HEAD:
        content = steps.head(content, sent)
    elif place == START and not do.startswith("add"):
        content["start"] = steps.beginning(dict(found.start), sent, catalogue, found.process)
    else:
        number = int(place) if place.isdecimal() else 0
        then = _step(content, number, sent, found, catalogue) or then
    return amended(found.text, content), then


def _step(content: dict[str, Any], number: int, sent: Sent, found: Opened, catalogue: Catalogue) -> str:
    """Change one step, or the order of steps; the number of the step to open, '' for none."""
    listed: list[Any] = list(found.steps)
    at, do = number - 1, sent.text("do")
    content["steps"] = listed
    if do == "add":
        listed.insert(number, blank(sent.text("kind"), found, catalogue))
        return str(number + 1)
    if not 0 <= at < len(listed):
        return ""
    if do == "copy":
        listed.insert(number, deepcopy(listed[at]))
    elif do == "delete":
        del listed[at]
    elif do in ("up", "down"):
        to = at + (-1 if do == "up" else 1)
        if 0 <= to < len(listed):
            listed[at], listed[to] = listed[to], listed[at]
    else:
        _form, _given, before = page.answering(found, str(number), catalogue)
        listed[at] = steps.step(listed[at], sent, catalogue, before)
    return ""


def blank(kind: str, found: Opened, catalogue: Catalogue) -> dict[str, Any]:
    """A new step of a kind, complete enough to be read: the first task, the first who can do it."""
    if kind == "complete":
        own = [one for one in catalogue.tasks if one.process == found.process] or list(catalogue.tasks)
        able, others = catalogue.able(own[0] if own else None)
        people = [*able, *others]
        return {"complete": own[0].name if own else "", "by": people[0].id if people else "", "form": {}}
    if kind == "message":
        return {"message": catalogue.messages[0] if catalogue.messages else "", "key": "", "variables": {}}
    if kind == "start":
        return {"start": {"by": catalogue.organisation.people[0].id, "form": {}}}
    if kind == "expect":
        return {"expect": {"open": {}}}
    return {"working_days": 1}
