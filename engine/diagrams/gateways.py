"""Gateways from XML (BPMN 2.0.2 §10.6)."""

from lxml import etree

from engine.diagrams.model import (
    ComplexGateway,
    EventBasedGateway,
    ExclusiveGateway,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
)
from engine.diagrams.source import Common, Source, text, yes


def exclusive(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """An exclusive gateway (§10.6.2)."""
    return ExclusiveGateway(**common, default=element.get("default", ""))


def inclusive(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """An inclusive gateway (§10.6.3)."""
    return InclusiveGateway(**common, default=element.get("default", ""))


def parallel(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A parallel gateway (§10.6.4)."""
    return ParallelGateway(**common)


def event_based(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """An event-based gateway (§10.6.6)."""
    return EventBasedGateway(
        **common,
        instantiate=yes(element, "instantiate"),
        parallel=element.get("eventGatewayType", "Exclusive") == "Parallel",
    )


def complex_gateway(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A complex gateway (§10.6.5)."""
    activation = text(element, "activationCondition")
    return ComplexGateway(
        **common,
        default=element.get("default", ""),
        activation=source.optional_expression(element, activation, "activationCondition"),
    )
