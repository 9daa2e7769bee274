"""All procedures together: everything they use, what holds it, and the calls and messages between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from web.language import Name
from web.modeler import library
from web.modeler.files import glance
from web.modeler.relations import uses
from web.modeler.relations.titles import titles as titles_of
from web.modeler.relations.uses import Kind, Use


@dataclass(frozen=True, slots=True)
class Place:
    """A use with the procedure and file in which it stands."""

    procedure: str
    file: str
    use: Use


@dataclass(frozen=True, slots=True)
class Link:
    """One procedure calls another's process, or sends what another receives; `names` are the processes, messages or
    signals."""

    source: str
    target: str
    kind: Literal["call", "message", "signal"]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """Titles by procedure, and by procedure and file; all uses; the procedure and file that hold a process, decision or
    form by kind and name."""

    titles: Mapping[str, Name]
    files: Mapping[tuple[str, str], Name]
    places: tuple[Place, ...]
    holders: Mapping[tuple[Kind, str], tuple[str, str]]

    def of(self, kind: str, name: str) -> tuple[Place, ...]:
        """Everything that uses this."""
        return tuple(one for one in self.places if (one.use.kind, one.use.name) == (kind, name))

    def links(self) -> tuple[Link, ...]:
        """Calls and messages from one procedure to another."""
        found: dict[tuple[str, str, Literal["call", "message", "signal"]], set[str]] = {}
        heard: dict[tuple[str, str], set[str]] = {}
        for one in self.places:
            if one.use.way in ("receives", "starts"):
                heard.setdefault((one.use.kind, one.use.name), set()).add(one.procedure)
        for one in self.places:
            kind, name = one.use.kind, one.use.name
            if kind == "process" and (kind, name) in self.holders:
                found.setdefault((one.procedure, self.holders[kind, name][0], "call"), set()).add(name)
            if one.use.way == "sends":
                for other in heard.get((kind, name), ()):
                    sign: Literal["message", "signal"] = "message" if kind == "message" else "signal"
                    found.setdefault((one.procedure, other, sign), set()).add(name)
        return tuple(
            Link(source, target, kind, tuple(sorted(names)))
            for (source, target, kind), names in sorted(found.items())
            if source != target
        )


def read() -> House:
    """The house as its drafts are, and what is in force where there is none."""
    found = library.with_files()
    places: list[Place] = []
    about: dict[tuple[str, str], Name] = {}
    holders: dict[tuple[Kind, str], tuple[str, str]] = {}
    for one in found:
        key, files = one.row.key, one.drafted
        about.update({(key, file): title for file, title in titles_of(files).items()})
        for file, data in files.items():
            places += (Place(key, file, use) for use in uses.of(file, data))
            holders.update(_held(key, file, data))
    return House({one.row.key: one.row.title for one in found}, about, tuple(places), holders)


def _held(procedure: str, file: str, data: bytes) -> Iterable[tuple[tuple[Kind, str], tuple[str, str]]]:
    own = glance(file, data)
    for process in own.processes:
        yield ("process", process.id), (procedure, file)
    for decision in own.decisions:
        yield ("decision", decision), (procedure, file)
    if own.form:
        yield ("form", own.form), (procedure, file)
