"""The events of the rich diagram."""

from diagram_text import boundary, flow, flows, node

_SIGNAL = '<bpmn:signalEventDefinition signalRef="si"/>'
_CONDITION = (
    '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=a &gt; 2</bpmn:condition>'
    "</bpmn:conditionalEventDefinition>"
)

ROOTS = (
    '<bpmn:signal id="si" name="alarm"/>',
    '<bpmn:escalation id="es" escalationCode="LATE"/>',
)

_TRANSACTION = (
    '<bpmn:startEvent id="t-start"/>',
    node("scriptTask", "t-script", '<zeebe:script expression="=1" resultVariable="one"/>'),
    '<bpmn:endEvent id="t-end"><bpmn:cancelEventDefinition/></bpmn:endEvent>',
    flows("t-start", "t-script", "t-end"),
)

_EVENT_SUBPROCESS = (
    '<bpmn:startEvent id="e-start" isInterrupting="false"><bpmn:escalationEventDefinition escalationRef="es"/>'
    "</bpmn:startEvent>",
    node("scriptTask", "e-script", '<zeebe:script expression="=1" resultVariable="one"/>'),
    '<bpmn:endEvent id="e-end"/>',
    flows("e-start", "e-script", "e-end"),
)

PARTS = (
    node("subProcess", "handling", inside="".join(_EVENT_SUBPROCESS), attributes='triggeredByEvent="true"'),
    node("intermediateThrowEvent", "told", inside=_SIGNAL),
    node("intermediateThrowEvent", "escalated", inside='<bpmn:escalationEventDefinition escalationRef="es"/>'),
    node("intermediateCatchEvent", "ready", inside=_SIGNAL + _CONDITION, attributes='parallelMultiple="true"'),
    node("transaction", "sale", inside="".join(_TRANSACTION)),
    boundary("withdrawn", "sale", "<bpmn:cancelEventDefinition/>"),
    '<bpmn:boundaryEvent id="undone" attachedToRef="told-again"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>',
    node("scriptTask", "told-again", '<zeebe:script expression="=1" resultVariable="one"/>'),
    node(
        "scriptTask",
        "take-back",
        '<zeebe:script expression="=1" resultVariable="one"/>',
        attributes='isForCompensation="true"',
    ),
    node(
        "intermediateThrowEvent",
        "undo",
        inside='<bpmn:compensateEventDefinition activityRef="told-again" waitForCompletion="false"/>',
    ),
    node("intermediateThrowEvent", "jump", inside='<bpmn:linkEventDefinition name="on"/>'),
    node("intermediateCatchEvent", "landed", inside='<bpmn:linkEventDefinition name="on"/>'),
    flows("both", "told", "escalated", "ready", "sale", "told-again", "undo", "jump"),
    flow("landed", "end"),
)
"""They go on from the gateway `both`."""

UNDONE = '<bpmn:association id="undoes" sourceRef="undone" targetRef="take-back"/>'
