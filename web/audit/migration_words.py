"""Sentences of a case that goes on by another version of its procedure."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.execution import events
from web.audit.telling import Teller, filled
from web.language import in_words, quoted


def _version(_: Teller, event: events.InstanceMigrated) -> Markup:
    return filled(gettext("From here on the case follows version %(version)s."), version=event.version)


def _element(teller: Teller, event: events.ElementMigrated) -> Markup:
    before = quoted(teller.before.element_name(event.process, event.before).said)
    return teller.about(gettext("What was %(before)s is now %(name)s."), event, before=before)


def _task(teller: Teller, event: events.UserTaskChanged) -> Markup:
    added, removed = (_people(teller, names) for names in (event.added, event.removed))
    if added and removed:
        sentence = gettext("%(name)s is now done as the new version says: %(added)s may, %(removed)s may not any more.")
    elif added:
        sentence = gettext("%(name)s is now done as the new version says: %(added)s may, too.")
    elif removed:
        sentence = gettext("%(name)s is now done as the new version says: %(removed)s may not any more.")
    else:
        sentence = gettext("%(name)s is now done as the new version says.")
    return teller.about(sentence, event, added=added, removed=removed)


def _people(teller: Teller, names: dict[str, list[str]]) -> str:
    directory = teller.directory
    groups = [directory.groups([group]) for group in names.get("group", [])]
    return str(in_words([*groups, *(directory.actor(user) for user in names.get("user", []))])) if names else ""


def _job(teller: Teller, event: events.JobChanged) -> Markup:
    return teller.about(
        gettext("The automatic step %(name)s is another one now and runs when it is tried again."), event
    )


def _choice(teller: Teller, event: events.AdHocChanged) -> Markup:
    choices = in_words([teller.element(event.process, one) for one in event.choices])
    return teller.about(gettext("In %(name)s these steps can be started now: %(choices)s."), event, choices=choices)


SENTENCES: dict[Any, Callable[[Teller, Any], Markup | None]] = {
    events.InstanceMigrated: _version,
    events.ElementMigrated: _element,
    events.UserTaskChanged: _task,
    events.JobChanged: _job,
    events.AdHocChanged: _choice,
}
"""What an auditor reads of it."""
