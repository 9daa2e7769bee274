"""Writes the markers that repeat an activity."""

from collections.abc import Iterable
from typing import Protocol
from xml.sax.saxutils import quoteattr

from diagram_parts import element, expression

from engine.diagrams import model


class Definitions(Protocol):
    """Writes event definitions, and collects root elements by name."""

    roots: dict[str, str]

    def definition(self, definition: object, id: str = "") -> str: ...


def loops(node: model.Activity, writer: Definitions) -> Iterable[str]:
    """The loop characteristics of an activity."""
    if node.loop is not None:
        assert node.loop.condition is not None
        attributes = {
            "testBefore": str(node.loop.test_before).lower(),
            "loopMaximum": str(node.loop.maximum) if node.loop.maximum else "",
        }
        yield element("standardLoopCharacteristics", attributes, expression("loopCondition", node.loop.condition))
    many = node.multi_instance
    if many is None:
        return
    parts = {"inputCollection": "=" + many.input_collection.source, "inputElement": many.input_element}
    if many.output_element is not None:
        parts |= {"outputCollection": many.output_collection, "outputElement": "=" + many.output_element.source}
    said = " ".join(f"{name}={quoteattr(text)}" for name, text in parts.items())
    inside = [f"<bpmn:extensionElements><zeebe:loopCharacteristics {said}/></bpmn:extensionElements>"]
    attributes = {"isSequential": str(many.sequential).lower()}
    if many.behavior != "all":
        attributes["behavior"] = many.behavior.capitalize()
    for thrown in many.throws:
        name = f"{node.id}_thrown"
        if thrown.condition is None:
            attributes[f"{many.behavior}BehaviorEventRef"] = name
            writer.roots[name] = ""
            writer.roots[name] = writer.definition(thrown.definition, name)
        else:
            event = element("event", {"id": f"{name}_event"}, writer.definition(thrown.definition, name))
            condition = expression("condition", thrown.condition)
            inside.append(element("complexBehaviorDefinition", {"id": f"{name}_complex"}, condition, event))
    if many.completion_condition is not None:
        inside.append(expression("completionCondition", many.completion_condition))
    yield element("multiInstanceLoopCharacteristics", attributes, *inside)
