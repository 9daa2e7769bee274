"""Every rule family, in the order their findings are made."""

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.model import Diagram
from engine.diagrams.rules import (
    activities,
    ad_hoc,
    catching,
    clauses,
    compensation,
    correlation,
    data_stores,
    directions,
    drawing,
    event_gateways,
    event_subprocesses,
    events,
    executable_events,
    expressions,
    flows,
    gateways,
    identities,
    links,
    mappings,
    message_flows,
    parallel_writes,
    positions,
    reachability,
    references,
    rivals,
    sizes,
    soundness,
    structure,
    ways,
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
    gateways.activations,
    event_gateways.targets,
    event_gateways.starting,
    events.definitions,
    events.boundaries,
    events.codes,
    positions.positions,
    positions.triggers,
    events.messages,
    events.timers,
    event_subprocesses.process_starts,
    event_subprocesses.event_subprocesses,
    links.links,
    compensation.handlers,
    compensation.throws,
    compensation.catches,
    compensation.transactions,
    rivals.event_subprocesses,
    rivals.cancellations,
    rivals.starts,
    executable_events.start_timers,
    executable_events.handlers,
    executable_events.compensated,
    activities.user_tasks,
    activities.service_tasks,
    activities.results,
    activities.quantities,
    activities.calls,
    activities.multi_instances,
    activities.standard_loops,
    ad_hoc.ad_hoc,
    mappings.targets,
    data_stores.awaited,
    references.bindings,
    references.called_starts,
    references.lanes,
    expressions.syntax,
    clauses.cited,
    soundness.soundness,
    parallel_writes.parallel_writes,
    parallel_writes.instances,
    sizes.instances,
    sizes.cycles,
    sizes.steps,
    catching.uncaught,
    catching.never_thrown,
    ways.ways_out,
    ways.duplicates,
    ways.choices,
    ways.names,
    ways.lanes,
)
"""The rules of one executable process."""


FILE_RULES: tuple[Callable[[str, etree._Element], Iterable[Finding]], ...] = (
    identities.duplicate_ids,
    identities.associations,
    data_stores.distinct,
    correlation.whole,
    drawing.drawn,
    message_flows.ends,
    directions.directions,
)
"""The rules of a whole file, on its XML: what the model leaves out, such as the drawing."""


def check(diagram: Diagram, context: Context, *, draft: bool = False) -> list[Finding]:
    """Every finding of every rule on the diagram's executable processes; of a draft on all its processes."""
    executable = [process for process in diagram.processes.values() if process.executable]
    found = [] if executable else [messages.finding("process.none_executable", diagram.file)]
    subjects = [Subject(diagram, process, context) for process in (diagram.processes.values() if draft else executable)]
    return found + [finding for subject in subjects for rule in RULES for finding in rule(subject)]


def check_file(file: str, root: etree._Element) -> list[Finding]:
    """Every finding of every rule that looks at the file itself."""
    return [finding for rule in FILE_RULES for finding in rule(file, root)]
