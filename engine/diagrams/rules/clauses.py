"""Cited clauses are in the register."""

from collections.abc import Iterator

from engine.diagrams import messages
from engine.diagrams.model import FlowNode, Process, SequenceFlow
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import nodes, scopes
from engine.errors import Finding


def cited(subject: Subject) -> Iterator[Finding]:
    """Every policy:basis names a clause of the register, where there is one."""
    register = subject.context.clauses
    if register is None:
        return
    process = subject.process
    for place in _places(process):
        for clause in place.basis:
            if clause not in register:
                yield subject.finding("clause.unknown", place, clause=clause)
    for lane in process.lanes:
        for clause in lane.basis:
            if clause not in register:
                yield messages.finding("clause.unknown", subject.diagram.file, lane.id, lane.name, clause=clause)


def _places(process: Process) -> Iterator[Process | FlowNode | SequenceFlow]:
    yield process
    yield from nodes(process)
    for _, scope in scopes(process):
        yield from scope.flows.values()
