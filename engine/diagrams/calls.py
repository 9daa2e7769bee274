"""Call activities between the processes of one deployment: which must be bound first, and circles, which cannot be."""

from collections.abc import Iterator

from engine.diagrams import messages
from engine.diagrams.bundle import Bundle
from engine.diagrams.model import CallActivity, Diagram, Process
from engine.diagrams.traversal import nodes
from engine.errors import Finding


def of(process: Process) -> Iterator[CallActivity]:
    """The call activities of a process, those of its subprocesses included."""
    return (node for node in nodes(process) if isinstance(node, CallActivity) and node.process)


def order(bundle: Bundle, findings: list[Finding]) -> list[tuple[Diagram, Process]]:
    """The bundle's executable processes, called ones before their callers.

    Adds a finding for each circle of calls, since the hash of a definition covers what it calls, and for each process
    that calls two versions of another.
    """
    done: dict[str, None] = {}
    for identity in bundle.processes:
        _visit(identity, bundle, done, findings)
    for identity in bundle.processes:
        _one_version(identity, bundle, findings)
    ordered = []
    for identity in done:
        file, process = bundle.processes[identity]
        ordered.append((bundle.diagrams[file].diagram, process))
    return ordered


def _visit(first: str, bundle: Bundle, done: dict[str, None], findings: list[Finding]) -> None:
    """Depth first, without recursion; `path` holds the processes that are being visited."""
    path: dict[str, Iterator[str]] = {}
    if first not in done:
        path[first] = _called(first, bundle)
    while path:
        current = next(reversed(path))
        called = next(path[current], None)
        if called is None:
            done[current] = None
            del path[current]
        elif called in path:
            circle = [*path][[*path].index(called) :]
            file, process = bundle.processes[current]
            shown = " → ".join([*circle, called])
            findings.append(
                messages.finding("call.recursion", file, process.id, process.name, process.line, path=shown)
            )
        elif called not in done:
            path[called] = _called(called, bundle)


def _called(identity: str, bundle: Bundle) -> Iterator[str]:
    calls = of(bundle.processes[identity][1])
    return (call.process for call in calls if bundle.has("process", call.process, call.version_tag))


def _one_version(identity: str, bundle: Bundle, findings: list[Finding]) -> None:
    file, process = bundle.processes[identity]
    tags: dict[str, str] = {}
    for call in of(process):
        if tags.setdefault(call.process, call.version_tag) != call.version_tag:
            findings.append(
                messages.finding("call.two_versions", file, call.id, call.name, call.line, process=call.process)
            )
