"""The notices of the workshop in words."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from web.language import Name, moment, quoted
from web.people import Directory

Words = tuple[str, str]
"""Subject and body."""


def _proposed(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("For your review: %(title)s, version %(number)d", title=title, number=number)
    body = gettext("%(who)s proposes to put it into force. Somebody who had no hand in it decides.", who=who)
    return subject, _noted(body, parts)


def _rejected(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("Not approved: %(title)s, version %(number)d", title=title, number=number)
    return subject, _noted(gettext("%(who)s decided against it.", who=who), parts)


def _approved(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("Approved: %(title)s, version %(number)d", title=title, number=number)
    at = parts.get("at")
    said = gettext("%(who)s approved it. It is put into force now.", who=who)
    if at:
        when = moment(int(at)).striptags()
        said = gettext("%(who)s approved it. It is put into force at %(moment)s.", who=who, moment=when)
    return subject, _noted(said, parts)


def _published(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("In force: %(title)s, version %(number)d", title=title, number=number)
    return subject, gettext("New cases begin by it from now on.")


def _failed(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("Not put into force: %(title)s, version %(number)d", title=title, number=number)
    why = Name(parts.get("zh", ""), parts.get("en", "")).said
    return subject, gettext("Nothing was changed, and the proposal is back in review. %(why)s", why=why)


def _replanned(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("To be approved anew: %(title)s, version %(number)d", title=title, number=number)
    return subject, gettext("%(who)s changed the mapping of running cases after it had been approved.", who=who)


def _overtaken(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("Overtaken: %(title)s, version %(number)d", title=title, number=number)
    why = Name(parts.get("zh", ""), parts.get("en", "")).said
    return subject, gettext("%(why)s Propose it afresh on top of that, if it is still wanted.", why=why)


def _cancelled(title: str, number: int, who: str, parts: Mapping[str, Any]) -> Words:
    subject = gettext("Publication called off: %(title)s, version %(number)d", title=title, number=number)
    return subject, gettext("%(who)s called it off. Nothing was changed.", who=who)


_WORDS: Mapping[str, Callable[[str, int, str, Mapping[str, Any]], Words]] = {
    "proposal.made": _proposed,
    "proposal.rejected": _rejected,
    "proposal.approved": _approved,
    "proposal.published": _published,
    "proposal.failed": _failed,
    "proposal.overtaken": _overtaken,
    "proposal.replanned": _replanned,
    "proposal.cancelled": _cancelled,
}


def said(what: str, parts: Mapping[str, Any]) -> Words:
    """Subject and body in the reader's language."""
    title = quoted(Name(parts.get("title", ""), parts.get("title_en", "")).said)
    who = Directory([str(parts.get("who", ""))]).actor(str(parts.get("who", "")))
    return _WORDS[what](title, int(parts.get("number", 0)), who, parts)


def known(what: str) -> bool:
    """Whether a notice is one of the workshop's."""
    return what in _WORDS


def _noted(body: str, parts: Mapping[str, Any]) -> str:
    note = str(parts.get("note", ""))
    return gettext("%(body)s Their note: %(note)s", body=body, note=note) if note else body
