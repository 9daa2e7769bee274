"""What is thrown meets who catches it, as far as the process itself can tell (BPMN 2.0.2 §10.5.6)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    ErrorDefinition,
    FlowNode,
    PlainTask,
    ReceiveTask,
    Scope,
    ScriptTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definitions, scopes
from engine.errors import Finding

_NEVER_FAIL = (UserTask, ScriptTask, BusinessRuleTask, PlainTask, ReceiveTask)
"""Activities that end in no BPMN error: whatever goes wrong in them is an incident."""


def uncaught(subject: Subject) -> Iterator[Finding]:
    """An error end event is caught around it; else only a caller of the process could."""
    around = {id(owner.scope): scope for scope, owner in _subprocesses(subject)}
    owners = {id(owner.scope): owner for _, owner in _subprocesses(subject)}
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not isinstance(node, EndEvent):
                continue
            for code in _codes(node) - {""}:
                if not _is_caught(code, scope, around, owners):
                    yield subject.finding("error.uncaught", node, code=code)


def never_thrown(subject: Subject) -> Iterator[Finding]:
    """An error boundary event sits on something that may end in its error."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            host = scope.nodes.get(node.attached_to) if isinstance(node, BoundaryEvent) else None
            if not isinstance(host, Activity):
                continue
            parts = definitions(node)
            if len(parts) == 1 and isinstance(parts[0], ErrorDefinition) and not _may_throw(host, parts[0].code):
                yield subject.finding("error.never", node, host=host.name or host.id)


def _subprocesses(subject: Subject) -> list[tuple[Scope, SubProcess]]:
    return [
        (scope, node)
        for _, scope in scopes(subject.process)
        for node in scope.nodes.values()
        if isinstance(node, SubProcess)
    ]


def _is_caught(code: str, scope: Scope, around: dict[int, Scope], owners: dict[int, SubProcess]) -> bool:
    while True:
        for node in scope.nodes.values():
            if isinstance(node, SubProcess) and node.triggered_by_event and owners.get(id(scope)) is not node:
                starts = (inner for inner in node.scope.nodes.values() if isinstance(inner, StartEvent))
                if any(_codes(start) & {code, ""} for start in starts):
                    return True
        if id(scope) not in around:
            return False
        owner, scope = owners[id(scope)], around[id(scope)]
        for node in scope.nodes.values():
            if isinstance(node, BoundaryEvent) and node.attached_to == owner.id and _codes(node) & {code, ""}:
                return True


def _may_throw(host: Activity, code: str) -> bool:
    if isinstance(host, SubProcess):
        inside = host.scope.nodes.values()
        return any(_may_throw(node, code) if isinstance(node, Activity) else _throws(node, code) for node in inside)
    return not isinstance(host, _NEVER_FAIL) or isinstance(host, CallActivity)


def _throws(node: FlowNode, code: str) -> bool:
    codes = _codes(node) if isinstance(node, EndEvent) else set()
    return bool(codes) if not code else code in codes


def _codes(node: FlowNode) -> set[str]:
    return {part.code for part in definitions(node) if isinstance(part, ErrorDefinition)}
