"""One diagram that uses every element and attribute the reader knows, on a single line so that no line number moves."""

import rich_events
import rich_process
from diagram_text import END, ERROR, boundary, definitions, flow, flows, node, process, timer

_PROPERTIES = '<zeebe:properties><zeebe:property name="name:en" value="{}"/></zeebe:properties>'
_MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
_FORMAL = 'xsi:type="bpmn:tFormalExpression" language="feel"'

_ROOTS = (
    '<bpmn:message id="m" name="reply"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/>'
    "</bpmn:extensionElements></bpmn:message>",
    ERROR,
    '<bpmn:category id="c" name="kinds"><bpmn:categoryValue id="cv" value="urgent"/></bpmn:category>',
    '<bpmn:collaboration id="co" name="all"><bpmn:participant id="pool" name="Pool" processRef="p">'
    f"<bpmn:extensionElements>{_PROPERTIES.format('Pool')}</bpmn:extensionElements></bpmn:participant>"
    '<bpmn:participant id="residents" name="Residents"/>'
    '<bpmn:messageFlow id="mf" name="asks" sourceRef="residents" targetRef="pool" messageRef="m"/>'
    + rich_process.CORRELATION_KEY
    + "</bpmn:collaboration>",
    *rich_process.ROOTS,
)

_LANES = (
    '<bpmn:laneSet id="ls" name="lanes"><bpmn:lane id="l1" name="Lane"><bpmn:extensionElements>'
    '<zeebe:properties><zeebe:property name="role" value="clerk"/></zeebe:properties><policy:basis clause="2.1.1.a"/>'
    "</bpmn:extensionElements><bpmn:flowNodeRef>user</bpmn:flowNodeRef>"
    '<bpmn:childLaneSet id="ls2"><bpmn:lane id="l2" name="Inner"><bpmn:flowNodeRef>start</bpmn:flowNodeRef></bpmn:lane>'
    "</bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
)

_LOOP = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements><zeebe:loopCharacteristics'
    ' inputCollection="=streets" inputElement="street" outputCollection="opinions" outputElement="=opinion"/>'
    "</bpmn:extensionElements><bpmn:completionCondition>=done</bpmn:completionCondition>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)

_START = node("startEvent", "start", '<zeebe:formDefinition formId="apply" bindingType="deployment"/>')

_USER = node(
    "userTask",
    "user",
    "<zeebe:userTask/>"
    '<zeebe:formDefinition formId="opinion" bindingType="deployment"/>'
    '<zeebe:assignmentDefinition assignee="=someone" candidateGroups="clerk@a, head@b" candidateUsers="=people"/>'
    '<zeebe:taskSchedule dueDate="=due" followUpDate="2026-01-01"/>'
    '<zeebe:priorityDefinition priority="70"/>'
    '<zeebe:ioMapping><zeebe:input source="=a" target="b"/><zeebe:output source="=c" target="d.e"/></zeebe:ioMapping>'
    '<policy:basis clause="2.1.1.a 2.1.1.b"/><policy:practice/>' + _PROPERTIES.format("User"),
    _LOOP,
).replace("<bpmn:extensionElements>", "<bpmn:documentation>What to do</bpmn:documentation><bpmn:extensionElements>", 1)

_INNER = (
    '<bpmn:startEvent id="inner-start"/>',
    node("scriptTask", "script", '<zeebe:script expression="=1 + 1" resultVariable="two"/>'),
    '<bpmn:endEvent id="inner-end"/>',
    flows("inner-start", "script", "inner-end"),
)

_STEPS = (
    _USER,
    boundary("late", "user", timer("timeCycle", "R3/PT1H"), 'cancelActivity="false"'),
    node(
        "serviceTask",
        "service",
        '<zeebe:taskDefinition type="notify" retries="5"/>'
        '<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>',
    ),
    boundary("failed", "service", '<bpmn:errorEventDefinition errorRef="e"/>'),
    node(
        "businessRuleTask",
        "rule",
        '<zeebe:calledDecision decisionId="class" resultVariable="class" bindingType="deployment"/>',
    ),
    node("subProcess", "sub", inside="".join(_INNER)),
    node(
        "callActivity",
        "call",
        '<zeebe:calledElement processId="other" propagateAllParentVariables="false" propagateAllChildVariables="false"'
        ' bindingType="versionTag" versionTag="v1"/>',
    ),
    node("intermediateCatchEvent", "caught", inside=_MESSAGE),
    node("intermediateCatchEvent", "until", inside=timer("timeDate", "=deadline")),
    node("intermediateCatchEvent", "pause", inside=timer("timeDuration", "PT1H")),
    node(
        "intermediateThrowEvent",
        "thrown",
        inside='<bpmn:messageEventDefinition messageRef="m"><bpmn:extensionElements><policy:publishMessage'
        ' correlationKey="=other" timeToLive="PT1H"/></bpmn:extensionElements></bpmn:messageEventDefinition>',
    ),
    node("exclusiveGateway", "either", attributes='default="either-many"'),
    node("inclusiveGateway", "many", attributes='default="many-both"'),
    node("parallelGateway", "both"),
    '<bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>',
    flows(
        "start",
        "user",
        "service",
        "rule",
        "sub",
        "call",
        "caught",
        "until",
        "pause",
        "thrown",
        "either",
        "many",
        "both",
    ),
    flow("both", "end"),
    f'<bpmn:sequenceFlow id="f" name="yes" sourceRef="either" targetRef="stop"><bpmn:extensionElements>'
    f'<policy:basis clause="2.1.1.a"/><policy:practice/>{_PROPERTIES.format("Yes")}</bpmn:extensionElements>'
    f"<bpmn:conditionExpression {_FORMAL}>=a &gt; 1</bpmn:conditionExpression></bpmn:sequenceFlow>",
    flow("many", "stop", "=b"),
)

_SHOWN = (
    '<bpmn:textAnnotation id="note" textFormat="text/plain"><bpmn:text>A note</bpmn:text></bpmn:textAnnotation>',
    '<bpmn:association id="as" sourceRef="user" targetRef="note" associationDirection="None"/>',
    '<bpmn:group id="gr" categoryValueRef="cv"/>',
)

_EXTENDED = (
    '<bpmn:extensionElements><zeebe:properties><zeebe:property name="titleVariable" value="title"/></zeebe:properties>'
    '<zeebe:versionTag value="v7"/><policy:basis clause="2.1.1"/></bpmn:extensionElements>'
)

RICH = definitions(
    *_ROOTS,
    *rich_events.ROOTS,
    process(
        _EXTENDED,
        _LANES,
        _START,
        *_STEPS,
        *rich_events.PARTS,
        END,
        *_SHOWN,
        rich_events.UNDONE,
        attributes='name="流程" isExecutable="true"',
    ),
    rich_process.PROCESS,
).replace(b"\n", b" ")
