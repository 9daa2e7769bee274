"""The two sides of a comparison: the draft, what is in force, or a version."""

from dataclasses import dataclass

from flask_babel import gettext

from engine.errors import NotFound
from web.modeler import library
from web.modeler.drafts.files_http import PRESENT

DRAFT = "draft"
IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True)
class Side:
    """`key` is how addresses name it, `address` the `version` by which its files are read (None: the draft)."""

    key: str
    label: str
    address: str | None


def sides(procedure: str) -> list[Side]:
    """Everything of a procedure that can be compared: what is in force, the draft, each version from the newest."""
    found = [Side(IN_FORCE, gettext("In force"), PRESENT), Side(DRAFT, gettext("Draft"), None)]
    for one in library.versions(procedure):
        number = gettext("Version %(number)d", number=one.number)
        found.append(Side(one.id, f"{number} {one.name}".strip(), one.id))
    return found


def side(procedure: str, key: str) -> Side:
    """One of them. Raises NotFound."""
    for one in sides(procedure):
        if one.key == key:
            return one
    raise NotFound(f"No version {key} of {procedure}.", kind="version", id=key)


def files(procedure: str, one: Side) -> dict[str, bytes]:
    """Its files by name."""
    if one.key == DRAFT:
        return library.draft_files(procedure)
    if one.key == IN_FORCE:
        return library.present_files(procedure)
    return library.bodies(library.version(one.key))
