"""Conditions, defaults and activation of gateways and activities (BPMN 2.0.2 §8.4.13, §10.6.2, §10.6.3, §10.6.5)."""

from collections.abc import Iterator

from engine.diagrams.model import Activity, ComplexGateway, ExclusiveGateway, InclusiveGateway, Scope
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import nodes, scopes
from engine.errors import Finding


def defaults(subject: Subject) -> Iterator[Finding]:
    """A default flow leaves its own gateway or activity and has no condition, which would never be asked."""
    for scope, gateway in _with_default(subject):
        if not gateway.default:
            continue
        if gateway.default not in gateway.outgoing:
            yield subject.finding("gateway.default_missing", gateway, flow=gateway.default)
        elif scope.flows[gateway.default].condition is not None:
            yield subject.finding("gateway.default_condition", scope.flows[gateway.default])


def missing_conditions(subject: Subject) -> Iterator[Finding]:
    """Where a gateway splits, every flow but the default has a condition."""
    for scope, gateway in _gateways(subject):
        if len(gateway.outgoing) < 2:
            continue
        for flow in (scope.flows[identity] for identity in gateway.outgoing):
            if flow.condition is None and flow.id != gateway.default:
                yield subject.finding("gateway.condition_missing", flow, gateway=gateway.name or gateway.id)


def activations(subject: Subject) -> Iterator[Finding]:
    """A complex gateway that joins says when it goes on (§10.6.5)."""
    for node in nodes(subject.process):
        if isinstance(node, ComplexGateway) and len(node.incoming) > 1 and node.activation is None:
            yield subject.finding("gateway.activation", node)


def _with_default(
    subject: Subject,
) -> Iterator[tuple[Scope, ExclusiveGateway | InclusiveGateway | ComplexGateway | Activity]]:
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if isinstance(node, ExclusiveGateway | InclusiveGateway | ComplexGateway | Activity):
                yield scope, node


def _gateways(subject: Subject) -> Iterator[tuple[Scope, ExclusiveGateway | InclusiveGateway]]:
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if isinstance(node, ExclusiveGateway | InclusiveGateway):
                yield scope, node
