"""Which nodes and flows of a procedure the scenarios pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.diagrams.model import Process
from engine.diagrams.traversal import scopes
from engine.execution.events import ElementActivated, FlowTaken
from engine.history.read import JournalStep

Trace: TypeAlias = dict[str, set[str]]
"""Ids of passed nodes and flows by process id."""

Passed: TypeAlias = Mapping[str, Iterable[str]]
"""The same as others give it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a procedure's nodes and flows were passed, and the ids of the others."""

    nodes: int
    nodes_passed: int
    flows: int
    flows_passed: int
    missed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.nodes_passed}/{self.nodes} nodes, {self.flows_passed}/{self.flows} flows"


def trace(steps: Iterable[JournalStep], process: str) -> Trace:
    """Everything that the journal of one case says was passed, in its own `process` and in those that it called."""
    passed: Trace = {}
    for step in steps:
        for event in step.events:
            if isinstance(event, ElementActivated):
                passed.setdefault(event.process or process, set()).add(event.element)
            elif isinstance(event, FlowTaken):
                passed.setdefault(event.process or process, set()).add(event.flow)
    return passed


def together(traces: Iterable[Passed]) -> Trace:
    """What several cases, or several scenarios, passed together."""
    passed: Trace = {}
    for one in traces:
        for process, elements in one.items():
            passed.setdefault(process, set()).update(elements)
    return passed


def coverage(process: Process, passed: Passed) -> Coverage:
    """What `passed` (by process id) covers of one process."""
    seen = set(passed.get(process.id, ()))
    nodes = [node for _, scope in scopes(process) for node in scope.nodes]
    flows = [flow for _, scope in scopes(process) for flow in scope.flows]
    return Coverage(
        nodes=len(nodes),
        nodes_passed=len(seen.intersection(nodes)),
        flows=len(flows),
        flows_passed=len(seen.intersection(flows)),
        missed=tuple(one for one in (*nodes, *flows) if one not in seen),
    )
