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
    once = {"isForCompensation": frozenset({"false"}), "startQuantity": _ONE, "completionQuantity": _ONE}
    return _node(
        {**once, **(attributes or {})},
        f"multiInstanceLoopCharacteristics {children}",
        f"zeebe:ioMapping {extensions}",
    )


_ONE = frozenset({"1"})
_FALSE = frozenset({"false"})
_BUILT_IN = frozenset({"##unspecified", "##WebService"})
_TASK = {"implementation": _BUILT_IN}
_GATEWAY = {"gatewayDirection": ANY}
_NAMED = {"name": ANY}
_EXPRESSION = Kind({"id": ANY, "language": FEEL_LANGUAGES})
_EMPTY = Kind()

_NODES = (
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent exclusiveGateway inclusiveGateway "
    "parallelGateway userTask serviceTask businessRuleTask scriptTask subProcess callActivity"
)
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
        frozenset({"process", "collaboration", "message", "error", "category"}),
    ),
    "process": _kind(
        {"name": ANY, "processType": ANY, "isClosed": _FALSE, "isExecutable": ANY},
        f"laneSet sequenceFlow {_NODES} {_ARTIFACTS}",
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
        {"isInterrupting": frozenset({"true"}), "parallelMultiple": _FALSE},
        "messageEventDefinition timerEventDefinition",
        "zeebe:ioMapping/output zeebe:formDefinition",
    ),
    "intermediateCatchEvent": _node(
        {"parallelMultiple": _FALSE}, "messageEventDefinition timerEventDefinition", "zeebe:ioMapping/output"
    ),
    "boundaryEvent": _node(
        {"attachedToRef": ANY, "cancelActivity": ANY, "parallelMultiple": _FALSE},
        "messageEventDefinition timerEventDefinition errorEventDefinition",
        "zeebe:ioMapping/output",
    ),
    "intermediateThrowEvent": _node({}, "messageEventDefinition", "zeebe:ioMapping/input zeebe:publishMessage"),
    "endEvent": _node(
        {},
        "messageEventDefinition errorEventDefinition terminateEventDefinition",
        "zeebe:ioMapping/input zeebe:publishMessage",
    ),
    "messageEventDefinition": _kind({"messageRef": ANY}, extensions=frozenset({"zeebe:publishMessage"})),
    "timerEventDefinition": _kind({}, "timeDate timeDuration timeCycle"),
    "timeDate": _EXPRESSION,
    "timeDuration": _EXPRESSION,
    "timeCycle": _EXPRESSION,
    "errorEventDefinition": _kind({"errorRef": ANY}),
    "terminateEventDefinition": _kind({}),
    # gateways
    "exclusiveGateway": _node({**_GATEWAY, "default": ANY}),
    "inclusiveGateway": _node({**_GATEWAY, "default": ANY}),
    "parallelGateway": _node(_GATEWAY),
    # activities
    "userTask": _activity(
        "zeebe:userTask zeebe:formDefinition zeebe:assignmentDefinition zeebe:taskSchedule zeebe:priorityDefinition",
        _TASK,
    ),
    "serviceTask": _activity("zeebe:taskDefinition zeebe:taskHeaders", _TASK),
    "businessRuleTask": _activity("zeebe:calledDecision", _TASK),
    "scriptTask": _activity("zeebe:script", {"scriptFormat": FEEL_LANGUAGES}),
    "subProcess": _activity("", {"triggeredByEvent": _FALSE}, f"laneSet sequenceFlow {_NODES} {_ARTIFACTS}"),
    "callActivity": _activity("zeebe:calledElement"),
    "multiInstanceLoopCharacteristics": _kind(
        {"isSequential": ANY, "behavior": frozenset({"All"})},
        "completionCondition",
        frozenset({"zeebe:loopCharacteristics"}),
    ),
    "completionCondition": _EXPRESSION,
    # what is shown and not executed
    "textAnnotation": _kind({"textFormat": ANY}, "text", frozenset({"zeebe:properties"})),
    "text": _EMPTY,
    "association": _kind({"sourceRef": ANY, "targetRef": ANY, "associationDirection": ANY}),
    "group": _kind({"categoryValueRef": ANY}, extensions=frozenset({"zeebe:properties"})),
    "category": _kind(_NAMED, "categoryValue"),
    "categoryValue": _kind({"value": ANY}, extensions=frozenset({"zeebe:properties"})),
    "collaboration": _kind({"name": ANY, "isClosed": _FALSE}, f"participant messageFlow {_ARTIFACTS}"),
    "participant": _kind({"name": ANY, "processRef": ANY}, extensions=frozenset({"zeebe:properties"})),
    "messageFlow": _kind(
        {"name": ANY, "sourceRef": ANY, "targetRef": ANY, "messageRef": ANY}, extensions=frozenset({"zeebe:properties"})
    ),
    # what events refer to
    "message": _kind(_NAMED, extensions=frozenset({"zeebe:subscription", "zeebe:properties"})),
    "error": _kind({"name": ANY, "errorCode": ANY}, extensions=frozenset({"zeebe:properties"})),
}
"""Every BPMN element that is read, by local name."""

EXPRESSIONS = frozenset(name for name, kind in KINDS.items() if kind is _EXPRESSION)
"""The elements that hold an expression."""

REFUSED_SHAPES = frozenset(
    {
        "task",
        "manualTask",
        "sendTask",
        "receiveTask",
        "eventBasedGateway",
        "complexGateway",
        "transaction",
        "adHocSubProcess",
        "implicitThrowEvent",
        "callChoreography",
        "choreographyTask",
        "subChoreography",
        "event",
    }
)
"""The standard's other flow nodes: refused, yet known, so that flows to them give no second finding."""
