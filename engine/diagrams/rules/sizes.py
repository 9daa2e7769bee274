"""What will grow past all measure: instances within instances, timers that never rest, diagrams nobody can read."""

import re
from collections.abc import Iterator

from engine.diagrams.model import Activity, BoundaryEvent, FlowNode, StartEvent, SubProcess, TimerDefinition
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definition, nodes
from engine.errors import Finding

MAXIMUM_INSTANCES = 1_000
"""More instances of one activity at a time than this are said to be many."""

MAXIMUM_STEPS = 500
"""More steps in one process than this are said to be many."""

SHORTEST_CYCLE = 60
"""Seconds; a timer that repeats without end more often than this is said to be restless."""

_RANGE = re.compile(r"for\s+\w+\s+in\s+(-?\d+)\s*\.\.\s*(-?\d+)\s+return\b")
_CYCLE = re.compile(r"R/PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


def instances(subject: Subject) -> Iterator[Finding]:
    """Multi-instance activities of literal length, nested ones multiplied, make at most MAXIMUM_INSTANCES instances."""
    pending: list[tuple[FlowNode, int]] = [(node, 1) for node in subject.process.scope.nodes.values()]
    while pending:
        node, around = pending.pop()
        count = around * _count(node)
        if count > MAXIMUM_INSTANCES and _count(node) > 1:
            yield subject.finding("size.instances", node, count=str(count), limit=str(MAXIMUM_INSTANCES))
        elif isinstance(node, SubProcess):
            pending.extend((inner, count) for inner in node.scope.nodes.values())


def cycles(subject: Subject) -> Iterator[Finding]:
    """A timer that repeats without end rests at least SHORTEST_CYCLE in between."""
    for node in nodes(subject.process):
        event = definition(node)
        if not isinstance(event, TimerDefinition) or event.kind != "cycle" or not isinstance(event.value, str):
            continue
        if not isinstance(node, StartEvent | BoundaryEvent):
            continue
        found = _CYCLE.fullmatch(event.value.strip())
        if found is None:
            continue
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        if hours * 3600 + minutes * 60 + seconds < SHORTEST_CYCLE:
            yield subject.finding("size.cycle", node, text=event.value)


def steps(subject: Subject) -> Iterator[Finding]:
    """A process has at most MAXIMUM_STEPS steps, subprocesses included."""
    count = sum(1 for _ in nodes(subject.process))
    if count > MAXIMUM_STEPS:
        yield subject.finding("size.steps", subject.process, count=str(count), limit=str(MAXIMUM_STEPS))


def _count(node: FlowNode) -> int:
    """How many instances a node makes, as far as the diagram itself says so."""
    loop = node.multi_instance if isinstance(node, Activity) else None
    if loop is None:
        return 1
    cardinality = "" if loop.cardinality is None else loop.cardinality.source.strip()
    if cardinality.isdecimal():
        return int(cardinality[:9])
    collection = "" if loop.input_collection is None else loop.input_collection.source.strip()
    found = _RANGE.match(collection)
    return abs(int(found[2][:9]) - int(found[1][:9])) + 1 if found else 1
