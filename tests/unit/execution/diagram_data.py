"""Writes data objects, associations and variable mappings."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from diagram_parts import element, expression

from engine.diagrams import model


def data_objects(scope: model.Scope) -> Iterable[str]:
    """The data objects of a scope, each with a reference to draw."""
    for item in scope.data:
        yield element("dataObject", {"id": item.id, "name": item.name})
        yield element("dataObjectReference", {"id": f"{item.id}_seen", "name": item.name, "dataObjectRef": item.id})


def associations(scope: model.Scope) -> Iterable[str]:
    """What joins compensation events to their handlers."""
    for node in scope.nodes.values():
        if isinstance(node, model.BoundaryEvent) and node.handler:
            ends = {"sourceRef": node.id, "targetRef": node.handler, "associationDirection": "One"}
            yield element("association", {"id": f"{node.id}_undoes", **ends})


def mappings(node: model.FlowNode, scope: model.Scope) -> list[str]:
    """The variable mappings that no data object of the scope takes part in."""
    read, written = _data(node, scope)
    said = [
        f"<zeebe:{kind} source={quoteattr(_text(one.source))} target={quoteattr(one.target)}/>"
        for kind, all_of, moved_ones in (("input", node.inputs, read), ("output", node.outputs, written))
        for one in all_of
        if one not in moved_ones
    ]
    return [f"<zeebe:ioMapping>{''.join(said)}</zeebe:ioMapping>"] if said else []


def moved(node: model.FlowNode, scope: model.Scope) -> list[str]:
    """Properties and data associations: what a node reads from data objects, and what it writes into them."""
    read, written = _data(node, scope)
    properties = [element("property", {"id": f"{node.id}_{one.target}", "name": one.target}) for one in read]
    inputs = [
        element(
            "dataInputAssociation",
            {"id": f"{node.id}_reads_{one.target}"},
            f"<bpmn:sourceRef>object_{_name(one.source)}_seen</bpmn:sourceRef>",
            f"<bpmn:targetRef>{node.id}_{one.target}</bpmn:targetRef>",
        )
        for one in read
    ]
    outputs = [
        element(
            "dataOutputAssociation",
            {"id": f"{node.id}_writes_{one.target}"},
            f"<bpmn:targetRef>object_{one.target}_seen</bpmn:targetRef>",
            element("assignment", {}, expression("from", one.source), f"<bpmn:to>{one.target}</bpmn:to>"),
        )
        for one in written
        if isinstance(one.source, model.Expression)
    ]
    return [*properties, *inputs, *outputs]


def _data(node: model.FlowNode, scope: model.Scope) -> tuple[list[model.VariableMapping], list[model.VariableMapping]]:
    """The inputs that read a data object of the scope, and the outputs that write one."""
    names = {item.variable for item in scope.data}
    return [one for one in node.inputs if _name(one.source) in names], [
        one for one in node.outputs if one.target in names
    ]


def _name(value: model.Value) -> str:
    return value.source if isinstance(value, model.Expression) else ""


def _text(value: model.Value) -> str:
    return f"={value.source}" if isinstance(value, model.Expression) else value
