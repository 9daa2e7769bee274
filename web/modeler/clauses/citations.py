"""Which elements of the procedures cite which clause: in force and in drafts, readable or not by the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from engine.diagrams import dialect, xml
from engine.diagrams.namespaces import BPMN, POLICY
from engine.errors import UnsafeXml
from engine.runtime.engine import Engine
from web.language import Name
from web.modeler import library
from web.modeler.files import kind_of

_ANY = f"{{{BPMN}}}*"


@dataclass(frozen=True, slots=True)
class Citing:
    """One element that cites one clause, in a file of a procedure."""

    clause: str
    file: str
    process: str
    element: str
    type: str
    name: Name


@dataclass(frozen=True, slots=True)
class Cited:
    """The same of one procedure: whether it is so in force, and whether in the draft (that of a procedure without one is
    what is in force)."""

    procedure: str
    citing: Citing
    in_force: bool
    in_draft: bool


def everywhere(engine: Engine | None = None) -> list[Cited]:
    """Every citation, by procedure, in the order of the diagrams."""
    found = library.with_files(engine=engine)
    return [cited for one in found for cited in _cited(one.row.key, one.present, one.drafted)]


def of_procedure(key: str, *, engine: Engine | None = None) -> list[Cited]:
    """Every citation of one procedure."""
    present = library.present_files(key, engine=engine)
    return _cited(key, present, library.laid(present, library.draft_changes(key, engine=engine)))


def _cited(key: str, present: Mapping[str, bytes], drafted: Mapping[str, bytes]) -> list[Cited]:
    now, then = ({(one.clause, one.element): one for one in _all(files)} for files in (present, drafted))
    return [Cited(key, one, place in now, place in then) for place, one in {**now, **then}.items()]


def _all(files: Mapping[str, bytes]) -> Iterable[Citing]:
    for file, data in files.items():
        if kind_of(file) == "diagram":
            yield from _of(file, data)


@lru_cache(maxsize=500)
def _of(file: str, data: bytes) -> tuple[Citing, ...]:
    try:
        root = xml.parse(file, data)
    except UnsafeXml:
        return ()
    return tuple(
        Citing(
            basis.get("clause", ""),
            file,
            _process(element),
            element.get("id", ""),
            etree.QName(element).localname,
            Name(element.get("name", ""), dialect.properties(element).get(dialect.NAME_EN, "")),
        )
        for basis in root.iter(f"{{{POLICY}}}basis")
        if (element := next(basis.iterancestors(_ANY), None)) is not None
        and (element := element.getparent()) is not None
    )


def _process(element: etree._Element) -> str:
    for one in (element, *element.iterancestors(f"{{{BPMN}}}process")):
        if one.tag == f"{{{BPMN}}}process":
            return one.get("id", "")
    return ""
