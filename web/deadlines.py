"""Deadlines in words, counted in working days as the diagrams count them: China's holidays and make-up days."""

from datetime import datetime

from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from engine.diagrams.feel import evaluate
from engine.errors import FeelError, FeelUnavailable
from web.language import ZONE, due_words, moment, pick


def deadline(due: int, now: int) -> Markup:
    """When a task is due and what is left, or since when it is overdue; times are milliseconds since 1970."""
    if due < now:
        said = escape(str(gettext("Overdue since %(at)s"))) % {"at": moment(due)}
        passed = _working_days(due, now)
        if not passed:
            return said
        late = ngettext("%(num)d working day late", "%(num)d working days late", passed)
        return Markup("{}{}{}").format(said, pick("，", ", "), late)
    return escape(str(gettext("%(left)s: due %(at)s"))) % {"left": _left(due, now), "at": moment(due)}


def _left(due: int, now: int) -> str:
    if _day(due) == _day(now):
        return str(gettext("Due today"))
    days = _working_days(now, due)
    if days is None:
        return due_words(due, now)
    if not days:
        return str(gettext("No working day left"))
    return str(ngettext("Still %(num)d working day", "Still %(num)d working days", days))


def _working_days(start: int, end: int) -> int | None:
    """The working days after the day of `start`, up to that of `end`; None where it is too long to count."""
    try:
        (found,) = evaluate(["working days between(date(a), date(b))"], {"a": _day(start), "b": _day(end)}, end)
    except (FeelError, FeelUnavailable):
        return None
    return int(found) if found is not None else None


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, ZONE):%Y-%m-%d}"
