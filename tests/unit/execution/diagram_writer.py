"""Writes process models as BPMN XML, so that random models go through the reader as files do."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from diagram_data import associations, data_objects, mappings, moved
from diagram_loops import loops
from diagram_parts import element, expression

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
    model.IntermediateThrowEvent: "intermediateThrowEvent",
}


class Writer:
    """Collects the messages and errors that the processes of one file use."""

    def __init__(self) -> None:
        self.roots: dict[str, str] = {}

    def file(self, processes: Mapping[str, model.Scope]) -> bytes:
        """One file with these processes, by id."""
        inside = [
            element("process", {"id": name, "isExecutable": "true"}, *self._scope(scope))
            for name, scope in processes.items()
        ]
        return (_HEAD + "".join((*self.roots.values(), *inside)) + "</bpmn:definitions>").encode()

    def _scope(self, scope: model.Scope) -> Iterable[str]:
        yield from data_objects(scope)
        yield from (self._node(node, scope) for node in scope.nodes.values())
        for flow in scope.flows.values():
            condition = [] if flow.condition is None else [expression("conditionExpression", flow.condition)]
            yield element(
                "sequenceFlow", {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}, *condition
            )
        yield from associations(scope)

    def _node(self, node: model.FlowNode, scope: model.Scope) -> str:
        attributes = {"id": node.id, "default": getattr(node, "default", "")}
        extensions: list[str] = mappings(node, scope)
        inside: list[str] = moved(node, scope)
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
            inside.append(expression("activationCondition", node.activation))
        elif isinstance(node, model.AdHocSubProcess) and node.active_elements is not None:
            extensions.append(f"<zeebe:adHoc activeElementsCollection={quoteattr('=' + node.active_elements.source)}/>")
        if isinstance(node, model.StartEvent) and not node.interrupting:
            attributes["isInterrupting"] = "false"
        if isinstance(node, model.Activity):
            attributes["isForCompensation"] = "true" if node.for_compensation else ""
            inside += loops(node, self)
        if isinstance(node, model.SubProcess):
            attributes["triggeredByEvent"] = "true" if node.triggered_by_event else ""
            last += self._scope(node.scope)
        definition = getattr(node, "definition", None)
        if definition is not None:
            inside.append(self.definition(definition))
        if extensions:
            inside.insert(0, f"<bpmn:extensionElements>{''.join(extensions)}</bpmn:extensionElements>")
        return element(_TAGS[type(node)], attributes, *inside, *last)

    def definition(self, definition: Any, id: str = "") -> str:
        """An event definition; what it refers to is collected."""
        if isinstance(definition, model.SignalDefinition):
            name = f"signal_{definition.name}"
            self.roots[name] = f'<bpmn:signal id="{name}" name="{definition.name}"/>'
            return element("signalEventDefinition", {"id": id, "signalRef": name})
        if isinstance(definition, model.EscalationDefinition):
            name = f"escalation_{definition.code}"
            self.roots[name] = f'<bpmn:escalation id="{name}" name="{name}" escalationCode="{definition.code}"/>'
            return element("escalationEventDefinition", {"id": id, "escalationRef": name})
        if isinstance(definition, model.ConditionalDefinition):
            return element("conditionalEventDefinition", {}, expression("condition", definition.condition))
        if isinstance(definition, model.CompensateDefinition):
            return element("compensateEventDefinition", {"activityRef": definition.activity})
        if isinstance(definition, model.MessageDefinition):
            return f'<bpmn:messageEventDefinition messageRef="{self._message(definition)}"/>'
        if isinstance(definition, model.ErrorDefinition):
            name = f"error_{definition.code}"
            self.roots[name] = f'<bpmn:error id="{name}" name="{name}" errorCode="{definition.code}"/>'
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
        self.roots[name] = f'<bpmn:message id="{name}" name="{message.name}">{subscription}</bpmn:message>'
        return name
