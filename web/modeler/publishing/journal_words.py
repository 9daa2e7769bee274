"""The operations journal in words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from web.language import Name, in_words, moment
from web.modeler.comparison import SaidFile
from web.modeler.publishing.journal import Entry
from web.people import Directory

Titles: TypeAlias = Mapping[str, Name]
"""What procedures (by key) and processes (by id) are called."""
Sentence: TypeAlias = Callable[[Mapping[str, Any], Titles], str]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry for reading; `link` and `case` (where it was decided) are paths on this server, '' for none.

    `differences` are what it did to a file.
    """

    entry: Entry
    who: str
    action: str
    subject: str
    sentence: Markup
    link: str
    case: str = ""
    differences: Sequence[SaidFile] = ()


def told(
    entry: Entry,
    titles: Titles,
    people: Directory,
    seen: Collection[str],
    differences: Sequence[SaidFile] = (),
) -> Told:
    """The entry in the reader's language; `people` knows who acted, `seen` are the cases (ids) that they may open."""
    subject = _title(entry.subject, titles)
    link = f"/workshop/proposals/{entry.details['proposal']}" if "proposal" in entry.details else ""
    who = people.actor(entry.actor)
    case = f"/cases/{entry.details['case']}" if entry.details.get("case") in seen else ""
    return Told(entry, who, action(entry.action), subject, _sentence(entry, titles), link, case, differences)


def action(name: str) -> str:
    """What kind of act it is."""
    found: dict[str, str] = {
        "version.proposed": gettext("Proposed"),
        "version.withdrawn": gettext("Withdrawn"),
        "version.rejected": gettext("Not approved"),
        "version.approved": gettext("Approved"),
        "version.published": gettext("Put into force"),
        "version.overtaken": gettext("Overtaken"),
        "publication.cancelled": gettext("Publication called off"),
        "publication.refused": gettext("Not put into force"),
        "mapping.changed": gettext("Mapping of running cases changed"),
        "cases.moving": gettext("Moving cases begun"),
        "cases.migrated": gettext("Cases moved"),
        "server.deployed": gettext("Put into force on the server"),
        "procedure.amended": gettext("Changed by a ruling"),
        "clause.added": gettext("Clause added"),
        "clause.changed": gettext("Clause changed"),
        "clause.repealed": gettext("Clause repealed"),
        "clause.reviewed": gettext("Element looked at after a clause changed"),
    }
    return found.get(name, name)


def _title(key: str, titles: Titles) -> str:
    return titles[key].said if key in titles else key


def _sentence(entry: Entry, titles: Titles) -> Markup:
    said = _SENTENCES.get(entry.action)
    if said is None:
        return Markup("<code>{}</code>").format(msgspec.json.encode(entry.details).decode())
    return escape(said(entry.details, titles))


def _numbered(sentence: Callable[[int], str]) -> Sentence:
    return lambda details, titles: _noted(sentence(int(details.get("version", 0))), details)


def _noted(said: str, details: Mapping[str, Any]) -> str:
    note = str(details.get("note", ""))
    return str(gettext("%(said)s Note: %(note)s", said=said, note=note)) if note else said


def _approved(details: Mapping[str, Any], titles: Titles) -> str:
    number = int(details.get("version", 0))
    if not details.get("at"):
        return _noted(gettext("Version %(number)d, to be in force at once.", number=number), details)
    when = moment(int(details["at"])).striptags()
    return _noted(gettext("Version %(number)d, to be in force from %(moment)s.", number=number, moment=when), details)


def _published(details: Mapping[str, Any], titles: Titles) -> str:
    number = int(details.get("version", 0))
    said: str = gettext(
        "Version %(number)d; new versions of these processes: %(processes)s.",
        number=number,
        processes=_processes(details, titles),
    )
    proposer = str(details.get("proposed_by", ""))
    if not proposer:
        return said
    return str(gettext("%(said)s Proposed by %(who)s.", said=said, who=Directory([proposer]).actor(proposer)))


def _deployed(details: Mapping[str, Any], titles: Titles) -> str:
    said: str = gettext(
        "From the command line; new versions of these processes: %(processes)s.", processes=_processes(details, titles)
    )
    return said


def _processes(details: Mapping[str, Any], titles: Titles) -> str:
    found = [
        gettext("%(title)s (version %(number)d)", title=_title(id, titles), number=int(version))
        for id, version in dict(details.get("processes", {})).items()
    ]
    return str(in_words(found))


def _refused(details: Mapping[str, Any], titles: Titles) -> str:
    return Name(str(details.get("zh", "")), str(details.get("en", ""))).said


def _remapped(details: Mapping[str, Any], titles: Titles) -> str:
    mapped = _mapped(details)
    said: str = gettext("Running cases stay on their version.")
    if details.get("cases") == "migrate":
        said = gettext("Running cases move once it is in force.")
    if mapped:
        said += " " + gettext("Elements mapped: %(elements)s.", elements=in_words(mapped))
    if details.get("voided"):
        said += " " + gettext("The approval is void.")
    return said


def _mapped(details: Mapping[str, Any]) -> list[str]:
    found = dict(details.get("elements", {})).values()
    return [f"{old} → {new or '—'}" for ones in found for old, new in ones.items()]


def _moving(details: Mapping[str, Any], titles: Titles) -> str:
    mapped = _mapped(details)
    if not mapped:
        return str(gettext("After a dry run; every element goes to the one with the same id."))
    return str(gettext("After a dry run; elements mapped: %(elements)s.", elements=in_words(mapped)))


def _moved(details: Mapping[str, Any], titles: Titles) -> str:
    counts = dict(details.get("outcomes", {}))
    moved = int(counts.get("migrated", 0))
    rest = sum(int(one) for one in counts.values()) - moved
    said = ngettext("%(num)d case moved to the new version", "%(num)d cases moved to the new version", moved)
    return str(gettext("%(said)s, %(rest)d stay where they are.", said=said, rest=rest))


def _amended(details: Mapping[str, Any], titles: Titles) -> str:
    parts = {key: str(details.get(key, "")) for key in ("mark", "file")}
    said: str = gettext(
        "%(mark)s changed %(file)s; %(process)s runs by version %(version)d since. Decided in case %(case)s.",
        process=_title(str(details.get("process", "")), titles),
        version=int(details.get("version", 0)),
        case=str(details.get("case_number") or str(details.get("case", ""))[:8]),
        **parts,
    )
    reason = str(details.get("reason", "")).rstrip("。.")
    return said + " " + gettext("Reason: %(reason)s.", reason=reason) if reason else said


def _clause(details: Mapping[str, Any], titles: Titles) -> str:
    flagged = int(details.get("flagged", 0))
    said: str = gettext("Reason: %(reason)s.", reason=str(details.get("reason", "")).rstrip("。."))
    if not flagged:
        return said
    return said + " " + str(ngettext("%(num)d element to look at.", "%(num)d elements to look at.", flagged))


def _looked_at(details: Mapping[str, Any], titles: Titles) -> str:
    still = details.get("state") == "right"
    place = {"element": str(details.get("element", "")), "procedure": _title(str(details.get("procedure", "")), titles)}
    if still:
        return _noted(gettext("%(element)s of %(procedure)s is still right.", **place), details)
    return _noted(gettext("%(element)s of %(procedure)s was changed.", **place), details)


_SENTENCES: dict[str, Sentence] = {
    "clause.added": _clause,
    "clause.changed": _clause,
    "clause.repealed": _clause,
    "clause.reviewed": _looked_at,
    "version.proposed": _numbered(lambda number: gettext("Version %(number)d.", number=number)),
    "version.withdrawn": _numbered(lambda number: gettext("Version %(number)d.", number=number)),
    "version.rejected": _numbered(lambda number: gettext("Version %(number)d.", number=number)),
    "version.approved": _approved,
    "version.published": _published,
    "publication.cancelled": _numbered(lambda number: gettext("Version %(number)d.", number=number)),
    "publication.refused": _refused,
    "version.overtaken": _refused,
    "mapping.changed": _remapped,
    "cases.moving": _moving,
    "cases.migrated": _moved,
    "server.deployed": _deployed,
    "procedure.amended": _amended,
}
