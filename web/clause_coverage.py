"""Which elements of the procedures implement which clause of the policy document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.diagrams import reader
from engine.diagrams.model import Process
from engine.diagrams.traversal import scopes
from web import clauses
from web.clauses import Clause


@dataclass(frozen=True, slots=True)
class Citation:
    """One element that cites one clause; `process` and `element` are ids, the names stand beside them."""

    clause: str
    process: str
    process_name: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The register's clauses in its order, the procedures by id, and every citation in the order of the diagrams."""

    clauses: Sequence[Clause]
    procedures: Mapping[str, str]
    citations: Sequence[Citation]

    def of(self, clause: str) -> tuple[Citation, ...]:
        """The citations of one clause."""
        return tuple(one for one in self.citations if one.clause == clause)

    @property
    def empty(self) -> tuple[str, ...]:
        """Clauses that no element implements."""
        cited = {one.clause for one in self.citations}
        return tuple(clause.id for clause in self.clauses if clause.id not in cited)

    @property
    def unknown(self) -> tuple[Citation, ...]:
        """Citations of clauses that are not in the register."""
        known = {clause.id for clause in self.clauses}
        return tuple(one for one in self.citations if one.clause not in known)


def read(processes: Path) -> Coverage:
    """What the diagrams of the folder cite. Raises `Refused` for a diagram that cannot be read."""
    found: list[Citation] = []
    procedures: dict[str, str] = {}
    for path in sorted(processes.glob("*/*.bpmn")):
        diagram = reader.read(path.name, path.read_bytes())
        for process in diagram.processes.values():
            procedures[process.id] = process.name
            found.extend(_citations(process))
    return Coverage(clauses.register(processes), procedures, found)


def _citations(process: Process) -> Iterator[Citation]:
    places = [(process.id, process.name, process.basis)]
    places += [(lane.id, lane.name, lane.basis) for lane in process.lanes]
    for _, scope in scopes(process):
        places += [(node.id, node.name, node.basis) for node in scope.nodes.values()]
        places += [(flow.id, flow.name, flow.basis) for flow in scope.flows.values()]
    for element, name, basis in places:
        for clause in basis:
            yield Citation(clause, process.id, process.name, element, name)
