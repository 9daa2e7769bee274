"""A second process of the rich diagram: tasks without handlers, further gateways, loops, data and correlation."""

from diagram_text import flow, flows, node, process

ROOTS = (
    '<bpmn:itemDefinition id="item" itemKind="Information" structureRef="text" isCollection="false"/>',
    '<bpmn:dataStore id="store" name="Store" capacity="1" isUnlimited="false" itemSubjectRef="item"/>',
    '<bpmn:signal id="sig" name="clear"/>',
    '<bpmn:escalation id="esc" name="Escalation" escalationCode="HALF"/>',
    '<bpmn:message id="keyless" name="keyless"/>',
    '<bpmn:signalEventDefinition id="said" signalRef="sig"/>',
    '<bpmn:escalationEventDefinition id="raised" escalationRef="esc"/>',
    '<bpmn:correlationProperty id="cp" name="number" type="item"><bpmn:correlationPropertyRetrievalExpression id="cpr"'
    ' messageRef="keyless"><bpmn:messagePath>=sent</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>'
    "</bpmn:correlationProperty>",
    '<bpmn:globalTask id="gt"/>',
    '<bpmn:globalManualTask id="gm"/>',
    '<bpmn:globalUserTask id="gu"><bpmn:extensionElements><zeebe:assignmentDefinition assignee="clerk"/>'
    "</bpmn:extensionElements></bpmn:globalUserTask>",
    '<bpmn:globalScriptTask id="gs" scriptLanguage="feel"><bpmn:extensionElements><zeebe:script expression="=1"'
    ' resultVariable="one"/></bpmn:extensionElements></bpmn:globalScriptTask>',
    '<bpmn:globalBusinessRuleTask id="gb"><bpmn:extensionElements><zeebe:calledDecision decisionId="class"'
    ' resultVariable="class"/></bpmn:extensionElements></bpmn:globalBusinessRuleTask>',
)

CORRELATION_KEY = (
    '<bpmn:correlationKey id="ck" name="key"><bpmn:correlationPropertyRef>cp</bpmn:correlationPropertyRef>'
    "</bpmn:correlationKey>"
)

_SUBSCRIPTION = (
    '<bpmn:correlationSubscription id="cs" correlationKeyRef="ck"><bpmn:correlationPropertyBinding id="cpb"'
    ' correlationPropertyRef="cp"><bpmn:dataPath>=mine</bpmn:dataPath></bpmn:correlationPropertyBinding>'
    "</bpmn:correlationSubscription>"
)

_DATA = (
    '<bpmn:dataObject id="do" name="papers" isCollection="true" itemSubjectRef="item"/>',
    '<bpmn:dataObjectReference id="dor" name="papers" dataObjectRef="do"><bpmn:dataState id="ds" name="checked"/>'
    "</bpmn:dataObjectReference>",
    '<bpmn:dataObject id="do2" name="answers"/>',
    '<bpmn:dataObjectReference id="dor2" name="answers" dataObjectRef="do2"/>',
    '<bpmn:dataStoreReference id="dsr" name="Archive" dataStoreRef="store"/>',
)

_SPECIFICATION = (
    '<bpmn:ioSpecification><bpmn:dataInput id="in" name="given"/><bpmn:dataInput id="in2" name="sum"/>'
    '<bpmn:dataOutput id="out2" name="kept"/><bpmn:dataOutput id="out3" name="spare"/>'
    '<bpmn:inputSet id="is"><bpmn:dataInputRefs>in</bpmn:dataInputRefs>'
    "<bpmn:dataInputRefs>in2</bpmn:dataInputRefs><bpmn:optionalInputRefs>in2</bpmn:optionalInputRefs>"
    "<bpmn:outputSetRefs>os</bpmn:outputSetRefs></bpmn:inputSet>"
    '<bpmn:outputSet id="os"><bpmn:dataOutputRefs>out2</bpmn:dataOutputRefs><bpmn:dataOutputRefs>out3</bpmn:dataOutputRefs>'
    "<bpmn:optionalOutputRefs>out3</bpmn:optionalOutputRefs><bpmn:inputSetRefs>is</bpmn:inputSetRefs>"
    "</bpmn:outputSet></bpmn:ioSpecification>"
)

_ASSOCIATIONS = (
    '<bpmn:property id="pr" name="own"/>'
    "<bpmn:dataInputAssociation><bpmn:sourceRef>dor</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef>"
    "</bpmn:dataInputAssociation>"
    "<bpmn:dataInputAssociation><bpmn:targetRef>in2</bpmn:targetRef>"
    "<bpmn:transformation>=sum(papers)</bpmn:transformation></bpmn:dataInputAssociation>"
    "<bpmn:dataOutputAssociation><bpmn:targetRef>dor2</bpmn:targetRef>"
    "<bpmn:assignment><bpmn:from>=said</bpmn:from><bpmn:to>answers.first</bpmn:to></bpmn:assignment>"
    "</bpmn:dataOutputAssociation>"
)

_MANY = (
    '<bpmn:ioSpecification><bpmn:dataInput id="all" name="all"/><bpmn:dataOutput id="each" name="each"/>'
    "<bpmn:inputSet/><bpmn:outputSet><bpmn:dataOutputRefs>each</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>"
    "<bpmn:dataInputAssociation><bpmn:sourceRef>dor</bpmn:sourceRef><bpmn:targetRef>all</bpmn:targetRef>"
    "</bpmn:dataInputAssociation>"
    "<bpmn:dataOutputAssociation><bpmn:sourceRef>each</bpmn:sourceRef><bpmn:targetRef>dor2</bpmn:targetRef>"
    "</bpmn:dataOutputAssociation>"
    '<bpmn:multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="said">'
    "<bpmn:loopDataInputRef>all</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>each</bpmn:loopDataOutputRef>"
    '<bpmn:inputDataItem name="paper"/><bpmn:outputDataItem name="opinion"/></bpmn:multiInstanceLoopCharacteristics>'
)

_COUNTED = (
    '<bpmn:multiInstanceLoopCharacteristics behavior="Complex"><bpmn:loopCardinality>3</bpmn:loopCardinality>'
    '<bpmn:complexBehaviorDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=half</bpmn:condition>'
    '<bpmn:event id="ev"><bpmn:escalationEventDefinition escalationRef="esc"/></bpmn:event>'
    "</bpmn:complexBehaviorDefinition></bpmn:multiInstanceLoopCharacteristics>"
)

_EACH = (
    '<bpmn:multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="raised">'
    "<bpmn:loopCardinality>=number</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
)

_AGAIN = (
    '<bpmn:standardLoopCharacteristics testBefore="true" loopMaximum="3"><bpmn:loopCondition>=more</bpmn:loopCondition>'
    "</bpmn:standardLoopCharacteristics>"
)

_AD_HOC = node("userTask", "choice") + "<bpmn:completionCondition>=enough</bpmn:completionCondition>"

_STEPS = (
    node("startEvent", "begin", inside='<bpmn:signalEventDefinition signalRef="sig"/>'),
    node("task", "plain", inside=_SPECIFICATION + _ASSOCIATIONS),
    node("manualTask", "manual", inside=_MANY),
    node("sendTask", "send", attributes='messageRef="keyless"'),
    node("receiveTask", "receive", attributes='messageRef="keyless"'),
    node("callActivity", "call_any", attributes='calledElement="gt"', inside=_COUNTED),
    node("callActivity", "call_manual", attributes='calledElement="gm"', inside=_EACH),
    node("callActivity", "call_user", attributes='calledElement="gu"'),
    node("callActivity", "call_script", attributes='calledElement="gs"', inside=_AGAIN),
    node("callActivity", "call_rule", attributes='calledElement="gb"'),
    node(
        "adHocSubProcess",
        "free",
        '<zeebe:adHoc activeElementsCollection="=first"/>',
        _AD_HOC,
        'ordering="Sequential" cancelRemainingInstances="false"',
    ),
    node("eventBasedGateway", "which"),
    node("intermediateCatchEvent", "cleared", inside='<bpmn:signalEventDefinition signalRef="sig"/>'),
    node(
        "intermediateCatchEvent",
        "holds",
        inside="<bpmn:conditionalEventDefinition><bpmn:condition>=ready</bpmn:condition></bpmn:conditionalEventDefinition>",
    ),
    node("exclusiveGateway", "merge"),
    node("parallelGateway", "fork"),
    node("complexGateway", "one", inside="<bpmn:activationCondition>=activationCount = 1</bpmn:activationCondition>"),
    '<bpmn:endEvent id="finish"/>',
    flows(
        "begin",
        "plain",
        "manual",
        "send",
        "receive",
        "call_any",
        "call_manual",
        "call_user",
        "call_script",
        "call_rule",
        "free",
        "which",
        "cleared",
        "merge",
    ),
    flows("which", "holds", "merge", "fork", "one", "finish"),
    flow("fork", "one").replace('"fork-one"', '"fork-two"'),
)

PROCESS = process(*_DATA, *_STEPS, _SUBSCRIPTION, identity="q")
