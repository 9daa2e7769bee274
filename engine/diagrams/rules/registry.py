"""Every rule family, in the order their findings are made."""

from collections.abc import Callable, Iterator

from engine.diagrams import messages
from engine.diagrams.model import Diagram
from engine.diagrams.rules import (
    activities,
    clauses,
    events,
    expressions,
    flows,
    gateways,
    mappings,
    reachability,
    references,
    structure,
)
from engine.diagrams.rules.subject import Context, Subject
from engine.errors import Finding

RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    structure.starts,
    structure.ends,
    structure.identity,
    flows.ends_of_flows,
    flows.conditions,
    reachability.unreachable,
    gateways.defaults,
    gateways.missing_conditions,
    events.definitions,
    events.boundaries,
    events.messages,
    events.timers,
    activities.user_tasks,
    activities.service_tasks,
    activities.results,
    activities.calls,
    activities.multi_instances,
    mappings.targets,
    references.bindings,
    references.lanes,
    expressions.syntax,
    clauses.cited,
)
"""The rules of one executable process."""


def check(diagram: Diagram, context: Context) -> list[Finding]:
    """Every finding of every rule on the diagram's executable processes."""
    executable = [process for process in diagram.processes.values() if process.executable]
    if not executable:
        return [messages.finding("process.none_executable", diagram.file)]
    subjects = [Subject(diagram, process, context) for process in executable]
    return [finding for subject in subjects for rule in RULES for finding in rule(subject)]
