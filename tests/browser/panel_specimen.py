"""One diagram with every kind of element for which the properties panel has a field."""

from collections.abc import Sequence

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:policy="http://tiaokuai.cn/schema/policy/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://tiaokuai.cn/test">'
    '<bpmn:message id="asked" name="asked"><bpmn:extensionElements><zeebe:subscription correlationKey="=caseNumber"/>'
    '</bpmn:extensionElements></bpmn:message><bpmn:error id="wrong" name="wrong" errorCode="W"/>'
    '<bpmn:signal id="alarm" name="alarm"/><bpmn:escalation id="upward" name="upward" escalationCode="U"/>'
    '<bpmn:dataStore id="table" name="results"/>'
)
_MESSAGE = '<bpmn:messageEventDefinition messageRef="asked"/>'
_TIMER = (
    '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition>"
)
_SIGNAL = '<bpmn:signalEventDefinition signalRef="alarm"/>'
_CONDITION = "<bpmn:conditionalEventDefinition><bpmn:condition>=done</bpmn:condition></bpmn:conditionalEventDefinition>"
_EACH = (
    '<bpmn:multiInstanceLoopCharacteristics behavior="One"><bpmn:extensionElements>'
    '<zeebe:loopCharacteristics inputCollection="=rows" inputElement="row"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)
_THREE = (
    '<bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="clerk"/></bpmn:extensionElements>'
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)
_NODES: Sequence[tuple[str, str, str, str]] = (
    ("startEvent", "start", "", ""),
    ("userTask", "ask", "", '<zeebe:formDefinition formId="problem_report"/><zeebe:userTask/>'),
    ("serviceTask", "notify", "", '<zeebe:taskDefinition type="notify"/>'),
    ("sendTask", "send", 'messageRef="asked"', ""),
    ("receiveTask", "receive", 'messageRef="asked"', ""),
    ("businessRuleTask", "decide", "", '<zeebe:calledDecision decisionId="intake_rules" resultVariable="window"/>'),
    ("scriptTask", "count", "", '<zeebe:script expression="=1" resultVariable="one"/>'),
    ("callActivity", "call", "", '<zeebe:calledElement processId="x" bindingType="versionTag" versionTag="1"/>'),
    ("task", "each", "", _EACH),
    ("task", "again", "", "<bpmn:standardLoopCharacteristics/>"),
    ("adHocSubProcess", "chosen", "", '<bpmn:task id="inner" name="inner"/>'),
    ("exclusiveGateway", "choice", "", ""),
    ("complexGateway", "several", "", ""),
    ("eventBasedGateway", "first", 'instantiate="true"', ""),
    ("intermediateCatchEvent", "timer", "", _TIMER),
    ("intermediateCatchEvent", "awaits", "", _MESSAGE),
    ("intermediateCatchEvent", "hears", "", _SIGNAL),
    ("intermediateCatchEvent", "holds", "", _CONDITION),
    ("intermediateCatchEvent", "both", 'parallelMultiple="true"', _SIGNAL + _TIMER),
    ("intermediateCatchEvent", "link", "", '<bpmn:linkEventDefinition name="there"/>'),
    ("intermediateThrowEvent", "tells", "", _MESSAGE),
    ("intermediateThrowEvent", "undo", "", "<bpmn:compensateEventDefinition/>"),
    ("intermediateThrowEvent", "raise", "", '<bpmn:escalationEventDefinition escalationRef="upward"/>'),
    ("endEvent", "fails", "", '<bpmn:errorEventDefinition errorRef="wrong"/>'),
    ("dataStoreReference", "store", 'dataStoreRef="table"', ""),
    ("task", "counted", "", '<bpmn:multiInstanceLoopCharacteristics behavior="Complex"/>'),
)
_SIZES = {"Event": (36, 36), "Gateway": (50, 50), "Reference": (50, 50), "adHocSubProcess": (160, 120)}
_ASSOCIATION = (
    '<bpmn:dataOutputAssociation id="writes"><bpmn:targetRef>store</bpmn:targetRef></bpmn:dataOutputAssociation>'
)


def specimen() -> bytes:
    """The file; its process is `panel_specimen`."""
    parts, drawn = [], []
    for place, (tag, identity, attributes, inside) in enumerate(_NODES):
        x, y = 140 + place % 9 * 180, 60 + place // 9 * 160
        width, height = next((size for ending, size in _SIZES.items() if tag.endswith(ending)), (100, 80))
        extended = (
            f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside.startswith("<zeebe") else inside
        )
        moved = _ASSOCIATION if identity == "count" else ""
        parts.append(f'<bpmn:{tag} id="{identity}" name="{identity}" {attributes}>{extended}{moved}</bpmn:{tag}>')
        expanded = ' isExpanded="true"' if tag == "adHocSubProcess" else ""
        drawn.append(_shape(identity, x, y, width, height, expanded))
        if identity == "chosen":
            drawn.append(_shape("inner", x + 30, y + 20, 100, 80))
    parts.append(
        '<bpmn:sequenceFlow id="flow" sourceRef="choice" targetRef="ask"><bpmn:conditionExpression'
        ' xsi:type="bpmn:tFormalExpression">=true</bpmn:conditionExpression></bpmn:sequenceFlow>'
    )
    parts.append('<bpmn:sequenceFlow id="before" name="before" sourceRef="decide" targetRef="choice"/>')
    drawn += [
        _edge("before", (1090, 140), (500, 220)),
        _edge("flow", (500, 240), (370, 130)),
        _edge("writes", (1230, 140), (1250, 400)),
    ]
    lane = '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="lane"/></bpmn:laneSet>'
    pool = (
        '<bpmn:collaboration id="together"><bpmn:participant id="pool" name="pool" processRef="panel_specimen"/>'
        '<bpmn:correlationKey id="key" name="key"><bpmn:correlationPropertyRef>item</bpmn:correlationPropertyRef>'
        '</bpmn:correlationKey></bpmn:collaboration><bpmn:correlationProperty id="item" name="案件编号"/>'
    )
    drawn += [
        _shape("pool", 60, 20, 1760, 520, ' isHorizontal="true"'),
        _shape("lane", 90, 20, 1730, 520, ' isHorizontal="true"'),
    ]
    return (
        f'{_HEAD}{pool}<bpmn:process id="panel_specimen" name="specimen" isExecutable="true">{lane}{"".join(parts)}'
        f'</bpmn:process><bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="together">'
        f"{''.join(reversed(drawn))}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


def seldom_used() -> bytes:
    """A pool with steps for what few diagrams hold: events of instances, correlation keys, global tasks; the process is `seldom`."""
    steps = (
        ("startEvent", "start", "", ""),
        ("userTask", "vote", "", _THREE),
        ("sendTask", "ask", 'messageRef="question"', ""),
        ("receiveTask", "wait", 'messageRef="answer"', ""),
        ("callActivity", "look", "", ""),
        ("endEvent", "end", "", ""),
    )
    parts, drawn = [], [_shape("seldom_pool", 60, 20, 1100, 200, ' isHorizontal="true"')]
    for place, (tag, identity, attributes, inside) in enumerate(steps):
        width, height = (36, 36) if tag.endswith("Event") else (100, 80)
        drawn.append(_shape(identity, 140 + place * 170, 120 - height // 2, width, height))
        parts.append(f'<bpmn:{tag} id="{identity}" name="{identity}" {attributes}>{inside}</bpmn:{tag}>')
        if place:
            before, edge = steps[place - 1][1], f"to_{identity}"
            parts.append(f'<bpmn:sequenceFlow id="{edge}" sourceRef="{before}" targetRef="{identity}"/>')
            drawn.append(_edge(edge, (140 + place * 170 - (134 if place == 1 else 70), 120), (140 + place * 170, 120)))
    return (
        f'{_HEAD}<bpmn:message id="question" name="question"/><bpmn:message id="answer" name="answer"/>'
        '<bpmn:collaboration id="between"><bpmn:participant id="seldom_pool" name="seldom" processRef="seldom"/>'
        f'</bpmn:collaboration><bpmn:process id="seldom" name="seldom" isExecutable="true">{"".join(parts)}</bpmn:process>'
        f'<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="between">{"".join(drawn)}'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


def _shape(identity: str, x: int, y: int, width: int, height: int, attributes: str = "") -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{identity}_di" bpmnElement="{identity}"{attributes}>{bounds}</bpmndi:BPMNShape>'


def _edge(identity: str, *points: tuple[int, int]) -> str:
    along = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{identity}_di" bpmnElement="{identity}">{along}</bpmndi:BPMNEdge>'
