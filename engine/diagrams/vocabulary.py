"""The positive list: every BPMN element and attribute that is read, and where. Whatever is not here is refused.

Names are local names in the BPMN namespace; extensions are written `zeebe:…` and `policy:…`. An attribute maps to the
values it may have, or to `ANY`. Attributes without execution meaning (names, tool versions) are listed as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ANY: frozenset[str] = frozenset()

FEEL_LANGUAGES = frozenset(
    {
        "feel",
        "https://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "http://www.omg.org/spec/FEEL/20140401",
    }
)

_POLICY = frozenset({"zeebe:properties", "policy:basis", "policy:practice"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What an element of one name may hold."""

    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()


def _kind(
    attributes: Mapping[str, frozenset[str]], children: str = "", extensions: frozenset[str] = frozenset()
) -> Kind:
    return Kind(
        {"id": ANY, **attributes}, frozenset(children.split()) | {"documentation", "extensionElements"}, extensions
    )


def _node(attributes: Mapping[str, frozenset[str]] | None = None, children: str = "", extensions: str = "") -> Kind:
    return _kind(
        {"name": ANY, **(attributes or {})},
        f"incoming outgoing categoryValueRef {children}",
        _POLICY | frozenset(extensions.split()),
    )


def _activity(extensions: str = "", attributes: Mapping[str, frozenset[str]] | None = None, children: str = "") -> Kind:
    once = {"isForCompensation": ANY, "startQuantity": ANY, "completionQuantity": ANY, "default": ANY}
    return _node(
        {**once, **(attributes or {})},
        f"multiInstanceLoopCharacteristics standardLoopCharacteristics {_IO} {children}",
        f"zeebe:ioMapping {extensions}",
    )


_READS = "property dataInput dataInputAssociation inputSet"
_WRITES = "property dataOutput dataOutputAssociation outputSet"
_IO = "property ioSpecification dataInputAssociation dataOutputAssociation"
_DATA = "dataObject dataObjectReference dataStoreReference"
_FALSE = frozenset({"false"})
_BUILT_IN = frozenset({"##unspecified", "##WebService"})
_JOB = "zeebe:taskDefinition zeebe:taskHeaders"
_TASK = {"implementation": _BUILT_IN}
_GATEWAY = {"gatewayDirection": ANY}
_NAMED = {"name": ANY}
_ITEM = {"name": ANY, "itemSubjectRef": ANY, "isCollection": ANY}
_EXPRESSION = Kind({"id": ANY, "language": FEEL_LANGUAGES})
_EMPTY = Kind()

_NODES = (
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent exclusiveGateway inclusiveGateway "
    "parallelGateway eventBasedGateway complexGateway task manualTask sendTask receiveTask userTask serviceTask "
    "businessRuleTask scriptTask subProcess transaction adHocSubProcess callActivity"
)
_WAITS = "messageEventDefinition timerEventDefinition signalEventDefinition conditionalEventDefinition"
_THROWS = "messageEventDefinition signalEventDefinition escalationEventDefinition compensateEventDefinition"
_ARTIFACTS = "textAnnotation association group"

KINDS: Mapping[str, Kind] = {
    "definitions": Kind(
        {
            "id": ANY,
            "name": ANY,
            "targetNamespace": ANY,
            "exporter": ANY,
            "exporterVersion": ANY,
            "typeLanguage": ANY,
            "expressionLanguage": FEEL_LANGUAGES,
        },
        frozenset(
            {
                "process",
                "collaboration",
                "message",
                "error",
                "signal",
                "escalation",
                "category",
                "dataStore",
                "itemDefinition",
            }
        )
        | {"signalEventDefinition", "escalationEventDefinition", "correlationProperty"}
        | {"globalTask", "globalManualTask", "globalUserTask", "globalScriptTask", "globalBusinessRuleTask"},
    ),
    "process": _kind(
        {"name": ANY, "processType": ANY, "isClosed": _FALSE, "isExecutable": ANY},
        f"laneSet sequenceFlow property ioSpecification correlationSubscription {_DATA} {_NODES} {_ARTIFACTS}",
        _POLICY | {"zeebe:versionTag"},
    ),
    "laneSet": _kind(_NAMED, "lane"),
    "childLaneSet": _kind(_NAMED, "lane"),
    "lane": _kind(_NAMED, "flowNodeRef childLaneSet", _POLICY),
    "flowNodeRef": _EMPTY,
    "sequenceFlow": _kind(
        {"name": ANY, "sourceRef": ANY, "targetRef": ANY, "isImmediate": frozenset({"true", "1"})},
        "conditionExpression categoryValueRef",
        _POLICY,
    ),
    "conditionExpression": _EXPRESSION,
    "incoming": _EMPTY,
    "outgoing": _EMPTY,
    "categoryValueRef": _EMPTY,
    "documentation": Kind({"id": ANY, "textFormat": ANY}),
    "extensionElements": _EMPTY,
    # events
    "startEvent": _node(
        {"isInterrupting": ANY, "parallelMultiple": ANY},
        f"{_WAITS} errorEventDefinition escalationEventDefinition compensateEventDefinition {_WRITES}",
        "zeebe:ioMapping/output zeebe:formDefinition",
    ),
    "intermediateCatchEvent": _node(
        {"parallelMultiple": ANY}, f"{_WAITS} linkEventDefinition {_WRITES}", "zeebe:ioMapping/output"
    ),
    "boundaryEvent": _node(
        {"attachedToRef": ANY, "cancelActivity": ANY, "parallelMultiple": ANY},
        f"{_WAITS} errorEventDefinition escalationEventDefinition compensateEventDefinition cancelEventDefinition "
        f"{_WRITES}",
        "zeebe:ioMapping/output",
    ),
    "intermediateThrowEvent": _node(
        {}, f"{_THROWS} linkEventDefinition {_READS}", f"zeebe:ioMapping/input policy:publishMessage {_JOB}"
    ),
    "endEvent": _node(
        {},
        f"{_THROWS} errorEventDefinition terminateEventDefinition cancelEventDefinition {_READS}",
        f"zeebe:ioMapping/input policy:publishMessage {_JOB}",
    ),
    "messageEventDefinition": _kind({"messageRef": ANY}, extensions=frozenset({"policy:publishMessage"})),
    "timerEventDefinition": _kind({}, "timeDate timeDuration timeCycle"),
    "timeDate": _EXPRESSION,
    "timeDuration": _EXPRESSION,
    "timeCycle": _EXPRESSION,
    "errorEventDefinition": _kind({"errorRef": ANY}),
    "terminateEventDefinition": _kind({}),
    "signalEventDefinition": _kind({"signalRef": ANY}),
    "escalationEventDefinition": _kind({"escalationRef": ANY}),
    "conditionalEventDefinition": _kind({}, "condition"),
    "condition": _EXPRESSION,
    "linkEventDefinition": _kind(_NAMED),
    "compensateEventDefinition": _kind({"activityRef": ANY, "waitForCompletion": ANY}),
    "cancelEventDefinition": _kind({}),
    # gateways
    "exclusiveGateway": _node({**_GATEWAY, "default": ANY}),
    "inclusiveGateway": _node({**_GATEWAY, "default": ANY}),
    "parallelGateway": _node(_GATEWAY),
    "eventBasedGateway": _node(
        {**_GATEWAY, "instantiate": ANY, "eventGatewayType": frozenset({"Exclusive", "Parallel"})}
    ),
    "complexGateway": _node({**_GATEWAY, "default": ANY}, "activationCondition"),
    "activationCondition": _EXPRESSION,
    # activities
    "task": _activity(),
    "manualTask": _activity(),
    "sendTask": _activity(f"policy:publishMessage {_JOB}", {**_TASK, "messageRef": ANY}),
    "receiveTask": _activity("", {**_TASK, "messageRef": ANY, "instantiate": ANY}),
    "userTask": _activity(
        "zeebe:userTask zeebe:formDefinition zeebe:assignmentDefinition zeebe:taskSchedule zeebe:priorityDefinition",
        _TASK,
    ),
    "serviceTask": _activity(_JOB, _TASK),
    "businessRuleTask": _activity(f"zeebe:calledDecision {_JOB}", _TASK),
    "scriptTask": _activity(f"zeebe:script {_JOB}", {"scriptFormat": FEEL_LANGUAGES}),
    "subProcess": _activity("", {"triggeredByEvent": ANY}, f"laneSet sequenceFlow {_DATA} {_NODES} {_ARTIFACTS}"),
    "transaction": _activity(
        "",
        {"triggeredByEvent": _FALSE, "method": frozenset({"##Compensate"})},
        f"laneSet sequenceFlow {_DATA} {_NODES} {_ARTIFACTS}",
    ),
    "adHocSubProcess": _activity(
        "zeebe:adHoc",
        {
            "triggeredByEvent": _FALSE,
            "ordering": frozenset({"Parallel", "Sequential"}),
            "cancelRemainingInstances": ANY,
        },
        f"laneSet sequenceFlow completionCondition {_DATA} {_NODES} {_ARTIFACTS}",
    ),
    "callActivity": _activity("zeebe:calledElement", {"calledElement": ANY}),
    "globalTask": _kind(_NAMED, extensions=_POLICY),
    "globalManualTask": _kind(_NAMED, extensions=_POLICY),
    "globalUserTask": _kind(
        {"name": ANY, **_TASK},
        extensions=_POLICY
        | {"zeebe:userTask", "zeebe:formDefinition", "zeebe:assignmentDefinition", "zeebe:taskSchedule"}
        | {"zeebe:priorityDefinition"},
    ),
    "globalScriptTask": _kind({"name": ANY, "scriptLanguage": FEEL_LANGUAGES}, extensions=_POLICY | {"zeebe:script"}),
    "globalBusinessRuleTask": _kind({"name": ANY, **_TASK}, extensions=_POLICY | {"zeebe:calledDecision"}),
    "multiInstanceLoopCharacteristics": _kind(
        {
            "isSequential": ANY,
            "behavior": frozenset({"All", "One", "None", "Complex"}),
            "oneBehaviorEventRef": ANY,
            "noneBehaviorEventRef": ANY,
        },
        "complexBehaviorDefinition completionCondition loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem",
        frozenset({"zeebe:loopCharacteristics"}),
    ),
    "completionCondition": _EXPRESSION,
    "complexBehaviorDefinition": _kind({}, "condition event"),
    "event": _kind(_NAMED, "signalEventDefinition escalationEventDefinition"),
    "loopCardinality": _EXPRESSION,
    "loopDataInputRef": _EMPTY,
    "loopDataOutputRef": _EMPTY,
    "inputDataItem": _kind(_ITEM),
    "outputDataItem": _kind(_ITEM),
    "standardLoopCharacteristics": _kind({"testBefore": ANY, "loopMaximum": ANY}, "loopCondition"),
    "loopCondition": _EXPRESSION,
    # data
    "dataObject": _kind(_ITEM, "dataState", frozenset({"zeebe:properties"})),
    "dataObjectReference": _kind(
        {"name": ANY, "itemSubjectRef": ANY, "dataObjectRef": ANY}, "dataState", frozenset({"zeebe:properties"})
    ),
    "dataStore": _kind({"name": ANY, "itemSubjectRef": ANY, "capacity": ANY, "isUnlimited": ANY}, "dataState"),
    "dataStoreReference": _kind(
        {"name": ANY, "itemSubjectRef": ANY, "dataStoreRef": ANY}, "dataState", frozenset({"zeebe:properties"})
    ),
    "dataState": _kind(_NAMED),
    "property": _kind({"name": ANY, "itemSubjectRef": ANY}, "dataState", frozenset({"zeebe:properties"})),
    "ioSpecification": _kind({}, "dataInput dataOutput inputSet outputSet"),
    "dataInput": _kind(_ITEM, "dataState", frozenset({"zeebe:properties"})),
    "dataOutput": _kind(_ITEM, "dataState", frozenset({"zeebe:properties"})),
    "inputSet": _kind(_NAMED, "dataInputRefs optionalInputRefs outputSetRefs"),
    "outputSet": _kind(_NAMED, "dataOutputRefs optionalOutputRefs inputSetRefs"),
    "dataInputRefs": _EMPTY,
    "optionalInputRefs": _EMPTY,
    "outputSetRefs": _EMPTY,
    "dataOutputRefs": _EMPTY,
    "optionalOutputRefs": _EMPTY,
    "inputSetRefs": _EMPTY,
    "dataInputAssociation": _kind({}, "sourceRef targetRef transformation assignment"),
    "dataOutputAssociation": _kind({}, "sourceRef targetRef transformation assignment"),
    "sourceRef": _EMPTY,
    "targetRef": _EMPTY,
    "transformation": _EXPRESSION,
    "assignment": _kind({}, "from to"),
    "from": _EXPRESSION,
    "to": _EXPRESSION,
    "itemDefinition": _kind({"isCollection": ANY, "structureRef": ANY, "itemKind": ANY}),
    # what is shown and not executed
    "textAnnotation": _kind({"textFormat": ANY}, "text", frozenset({"zeebe:properties"})),
    "text": _EMPTY,
    "association": _kind({"sourceRef": ANY, "targetRef": ANY, "associationDirection": ANY}),
    "group": _kind({"categoryValueRef": ANY}, extensions=frozenset({"zeebe:properties"})),
    "category": _kind(_NAMED, "categoryValue"),
    "categoryValue": _kind({"value": ANY}, extensions=frozenset({"zeebe:properties"})),
    "collaboration": _kind({"name": ANY, "isClosed": _FALSE}, f"participant messageFlow correlationKey {_ARTIFACTS}"),
    "correlationProperty": _kind({"name": ANY, "type": ANY}, "correlationPropertyRetrievalExpression"),
    "correlationPropertyRetrievalExpression": _kind({"messageRef": ANY}, "messagePath"),
    "messagePath": _EXPRESSION,
    "correlationKey": _kind(_NAMED, "correlationPropertyRef"),
    "correlationPropertyRef": _EMPTY,
    "correlationSubscription": _kind({"correlationKeyRef": ANY}, "correlationPropertyBinding"),
    "correlationPropertyBinding": _kind({"correlationPropertyRef": ANY}, "dataPath"),
    "dataPath": _EXPRESSION,
    "participant": _kind({"name": ANY, "processRef": ANY}, extensions=frozenset({"zeebe:properties"})),
    "messageFlow": _kind(
        {"name": ANY, "sourceRef": ANY, "targetRef": ANY, "messageRef": ANY}, extensions=frozenset({"zeebe:properties"})
    ),
    # what events refer to
    "message": _kind(_NAMED, extensions=frozenset({"zeebe:subscription", "zeebe:properties"})),
    "error": _kind({"name": ANY, "errorCode": ANY}, extensions=frozenset({"zeebe:properties"})),
    "signal": _kind(_NAMED, extensions=frozenset({"zeebe:properties"})),
    "escalation": _kind({"name": ANY, "escalationCode": ANY}, extensions=frozenset({"zeebe:properties"})),
}
"""Every BPMN element that is read, by local name."""

EXPRESSIONS = frozenset(name for name, kind in KINDS.items() if kind is _EXPRESSION)
"""The elements that hold an expression."""

REFUSED_SHAPES = frozenset(
    {
        "implicitThrowEvent",
        "callChoreography",
        "choreographyTask",
        "subChoreography",
        "event",
    }
)
"""The standard's other flow nodes: refused, yet known, so that flows to them give no second finding."""
