"""What the pages of the workshop show of procedures: their files by kind, and how each stands in the draft."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext

from web.language import Name
from web.modeler import library
from web.modeler.drafts.remarks import element_names
from web.modeler.files import KINDS, Kind, digest, kind_of
from web.modeler.relations.titles import titles

State = Literal["", "new", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: `title` is what it is about where it says so; `overtaken` is a change in force since the draft's began;
    `open_at` are the ids of those who have it open."""

    file: str
    kind: Kind
    title: Name
    state: State
    changed_at: int
    changed_by: str
    overtaken: bool
    open_at: tuple[str, ...]


def rows(procedure: str, editors: Iterable[tuple[str, str, str]]) -> dict[Kind, list[FileRow]]:
    """The files of a procedure by kind, those that the draft removed among them."""
    present = library.present_files(procedure)
    changes = {one.file: one for one in library.draft_changes(procedure)}
    draft = library.laid(present, changes.values())
    opened: dict[str, list[str]] = {}
    for key, file, person in editors:
        if key == procedure:
            opened.setdefault(file, []).append(person)
    about = titles(draft)
    found: dict[Kind, list[FileRow]] = {kind: [] for kind in KINDS.values()}
    for file in sorted({*draft, *changes}, key=lambda one: (one.rpartition(".")[0] != procedure, one)):
        kind, change = kind_of(file), changes.get(file)
        if kind is None:
            continue
        state: State = (
            "" if change is None else "removed" if change.removed else "changed" if file in present else "new"
        )
        now = digest(present[file]) if file in present else ""
        found[kind].append(
            FileRow(
                file=file,
                kind=kind,
                title=about.get(file, Name("")),
                state=state,
                changed_at=change.changed_at if change else 0,
                changed_by=change.changed_by if change else "",
                overtaken=change is not None and change.based_on != now,
                open_at=tuple(opened.get(file, ())),
            )
        )
    return {kind: listed for kind, listed in found.items() if listed}


def names_of_elements(procedure: str, files: Collection[str]) -> dict[tuple[str, str], Name]:
    """What the elements of these files of the draft are called, by file and id."""
    draft = library.draft_files(procedure) if files else {}
    return {
        (file, id): name for file in files if file in draft for id, name in element_names(file, draft[file]).items()
    }


def kind_names() -> dict[Kind, str]:
    """What each kind of file is called."""
    return {
        "diagram": gettext("Diagrams"),
        "table": gettext("Decision tables"),
        "form": gettext("Forms"),
        "scenario": gettext("Scenarios"),
    }
