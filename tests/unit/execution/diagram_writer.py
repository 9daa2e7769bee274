"""Writes process models as BPMN XML, so that random models go through the reader as files do."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from engine.diagrams import model

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://tiaokuai.cn/test">'
)
_TAGS: Mapping[type[model.FlowNode], str] = {
    model.StartEvent: "startEvent",
    model.EndEvent: "endEvent",
    model.IntermediateCatchEvent: "intermediateCatchEvent",
    model.BoundaryEvent: "boundaryEvent",
    model.ExclusiveGateway: "exclusiveGateway",
    model.InclusiveGateway: "inclusiveGateway",
    model.ParallelGateway: "parallelGateway",
    model.EventBasedGateway: "eventBasedGateway",
    model.ComplexGateway: "complexGateway",
    model.PlainTask: "task",
    model.ReceiveTask: "receiveTask",
    model.UserTask: "userTask",
    model.SubProcess: "subProcess",
    model.AdHocSubProcess: "adHocSubProcess",
    model.CallActivity: "callActivity",
}


class Writer:
    """Collects the messages and errors that the processes of one file use."""

    def __init__(self) -> None:
        self._roots: dict[str, str] = {}

    def file(self, processes: Mapping[str, model.Scope]) -> bytes:
        """One file with these processes, by id."""
        inside = [
            _element("process", {"id": name, "isExecutable": "true"}, *self._scope(scope))
            for name, scope in processes.items()
        ]
        return (_HEAD + "".join((*self._roots.values(), *inside)) + "</bpmn:definitions>").encode()

    def _scope(self, scope: model.Scope) -> Iterable[str]:
        yield from (self._node(node) for node in scope.nodes.values())
        for flow in scope.flows.values():
            condition = [] if flow.condition is None else [_expression("conditionExpression", flow.condition)]
            yield _element(
                "sequenceFlow", {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}, *condition
            )

    def _node(self, node: model.FlowNode) -> str:
        attributes = {"id": node.id, "default": getattr(node, "default", "")}
        extensions: list[str] = []
        inside: list[str] = []
        last: list[str] = []
        if isinstance(node, model.UserTask):
            extensions.append('<zeebe:userTask/><zeebe:assignmentDefinition assignee="kim"/>')
        elif isinstance(node, model.CallActivity):
            extensions.append(f"<zeebe:calledElement processId={quoteattr(node.process)}/>")
        elif isinstance(node, model.ReceiveTask):
            attributes["messageRef"] = self._message(node.message)
        elif isinstance(node, model.BoundaryEvent):
            attributes |= {"attachedToRef": node.attached_to, "cancelActivity": str(node.interrupting).lower()}
        elif isinstance(node, model.ComplexGateway) and node.activation is not None:
            inside.append(_expression("activationCondition", node.activation))
        elif isinstance(node, model.AdHocSubProcess) and node.active_elements is not None:
            extensions.append(f"<zeebe:adHoc activeElementsCollection={quoteattr('=' + node.active_elements.source)}/>")
        if isinstance(node, model.Activity):
            inside += _loops(node)
        if isinstance(node, model.SubProcess):
            last += self._scope(node.scope)
        definition = getattr(node, "definition", None)
        if definition is not None:
            inside.append(self._definition(definition))
        if extensions:
            inside.insert(0, f"<bpmn:extensionElements>{''.join(extensions)}</bpmn:extensionElements>")
        return _element(_TAGS[type(node)], attributes, *inside, *last)

    def _definition(self, definition: Any) -> str:
        if isinstance(definition, model.MessageDefinition):
            return f'<bpmn:messageEventDefinition messageRef="{self._message(definition)}"/>'
        if isinstance(definition, model.ErrorDefinition):
            name = f"error_{definition.code}"
            self._roots[name] = f'<bpmn:error id="{name}" name="{name}" errorCode="{definition.code}"/>'
            return f'<bpmn:errorEventDefinition errorRef="{name}"/>'
        if isinstance(definition, model.TimerDefinition):
            return f"<bpmn:timerEventDefinition><bpmn:timeDuration>{definition.value}</bpmn:timeDuration></bpmn:timerEventDefinition>"
        assert isinstance(definition, model.TerminateDefinition)
        return "<bpmn:terminateEventDefinition/>"

    def _message(self, message: model.MessageDefinition) -> str:
        assert message.correlation_key is not None
        name = f"message_{message.name}"
        key = quoteattr("=" + message.correlation_key.source)
        subscription = f"<bpmn:extensionElements><zeebe:subscription correlationKey={key}/></bpmn:extensionElements>"
        self._roots[name] = f'<bpmn:message id="{name}" name="{message.name}">{subscription}</bpmn:message>'
        return name


def _loops(node: model.Activity) -> Iterable[str]:
    if node.loop is not None:
        assert node.loop.condition is not None
        yield _element("standardLoopCharacteristics", {}, _expression("loopCondition", node.loop.condition))
    many = node.multi_instance
    if many is not None:
        parts = {"inputCollection": "=" + many.input_collection.source, "inputElement": many.input_element}
        if many.output_element is not None:
            parts |= {"outputCollection": many.output_collection, "outputElement": "=" + many.output_element.source}
        said = " ".join(f"{name}={quoteattr(text)}" for name, text in parts.items())
        yield _element(
            "multiInstanceLoopCharacteristics",
            {"isSequential": str(many.sequential).lower()},
            f"<bpmn:extensionElements><zeebe:loopCharacteristics {said}/></bpmn:extensionElements>",
        )


def _expression(tag: str, expression: model.Expression) -> str:
    text = expression.source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<bpmn:{tag}>={text}</bpmn:{tag}>"


def _element(tag: str, attributes: Mapping[str, str], *inside: str) -> str:
    said = "".join(f" {name}={quoteattr(text)}" for name, text in attributes.items() if text)
    return f"<bpmn:{tag}{said}>{''.join(inside)}</bpmn:{tag}>"
