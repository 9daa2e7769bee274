"""Every executable element of BPMN 2.0 in every position that the standard allows, as a question to a file.

A feature says whether a file holds it; its `probe` is the smallest process that does, to ask the reader by.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from engine.diagrams.namespaces import BPMN, ZEEBE

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://tiaokuai.cn/test">'
)
ROOTS = (
    '<bpmn:message id="m" name="m"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/>'
    '</bpmn:extensionElements></bpmn:message><bpmn:error id="e" name="e" errorCode="E"/>'
    '<bpmn:signal id="sg" name="sg"/><bpmn:escalation id="es" name="es" escalationCode="ES"/>'
)
CLERK = '<bpmn:extensionElements><zeebe:assignmentDefinition assignee="clerk"/></bpmn:extensionElements>'
KEY = '<bpmn:extensionElements><zeebe:properties><zeebe:property name="key" value="=key"/></zeebe:properties></bpmn:extensionElements>'
ACTIVITY = "[contains(local-name(), 'Task') or contains(local-name(), 'ubProcess') or local-name() = 'callActivity']"
EVENT = "[contains(local-name(), 'Event')]"
START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'


@dataclass(frozen=True)
class Feature:
    """One row of the tables: `name` for people, whether a file holds it, a small file that does, the standard's section."""

    name: str
    holds: Callable[[etree._Element], bool]
    probe: bytes
    section: str = ""


def at(path: str) -> Callable[[etree._Element], bool]:
    """Whether the file has something at this XPath."""
    return lambda root: bool(root.xpath(path, namespaces={"bpmn": BPMN, "zeebe": ZEEBE}))


def several(end: str, *tags: str) -> Callable[[etree._Element], bool]:
    """Whether more than one sequence flow has this end at an element of one of these kinds."""

    def holds(root: etree._Element) -> bool:
        ends = Counter(flow.get(end) for flow in root.iter(f"{{{BPMN}}}sequenceFlow"))
        return any(ends[element.get("id")] > 1 for tag in tags for element in root.iter(f"{{{BPMN}}}{tag}"))

    return holds


def process(*parts: str, roots: str = "", more: str = "") -> bytes:
    """A file with one process `p`."""
    inside = "".join(parts)
    text = f'{HEAD}{ROOTS}{roots}<bpmn:process id="p" isExecutable="true">{inside}</bpmn:process>{more}'
    return f"{text}</bpmn:definitions>".encode()


def flows(*nodes: str) -> str:
    """Sequence flows from each node to the next."""
    return "".join(flow(*pair) for pair in pairwise(nodes))


def flow(source: str, target: str, condition: str = "") -> str:
    """One sequence flow."""
    asked = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{asked}</bpmn:sequenceFlow>'


def user(identity: str = "x", inside: str = "", attributes: str = "") -> str:
    """A user task."""
    return f'<bpmn:userTask id="{identity}" name="{identity}" {attributes}>{CLERK}{inside}</bpmn:userTask>'


def chain(*parts: str, roots: str = "", more: str = "") -> bytes:
    """Start, the node `x` that the parts hold, end."""
    return process(START, *parts, END, flows("start", "x", "end"), roots=roots, more=more)


def extended(tag: str, extension: str, inside: str = "", attributes: str = "") -> str:
    """The node `x` with one extension element."""
    extensions = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
    return f'<bpmn:{tag} id="x" name="x" {attributes}>{extensions}{inside}</bpmn:{tag}>'


def inner(*parts: str, ends: bool = True) -> str:
    """The inside of a subprocess: its start and end around the node `i`."""
    around = f'<bpmn:startEvent id="is"/><bpmn:endEvent id="ie"/>{flows("is", "i", "ie")}' if ends else ""
    return around + ("".join(parts) or user("i"))


SERVICE = '<zeebe:taskDefinition type="notify"/>'
SCRIPT = '<zeebe:script expression="=1" resultVariable="r"/>'
DECISION = '<zeebe:calledDecision decisionId="d" resultVariable="r"/>'
CALLED = '<zeebe:calledElement processId="q"/>'
ITEMS = '<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=is" inputElement="i"/></bpmn:extensionElements>'
IN_INSTANCE = "[not(@triggeredByEvent='true')]"


def tasks() -> Iterator[Feature]:
    """§10.3: tasks and call activities."""
    for tag, section in (("task", "10.3.3"), ("manualTask", "10.3.3")):
        yield Feature(tag, at(f"//bpmn:{tag}"), chain(f'<bpmn:{tag} id="x" name="x"/>'), section)
    yield Feature("userTask", at("//bpmn:userTask"), chain(user()), "10.3.3")
    for tag, extension in (("serviceTask", SERVICE), ("scriptTask", SCRIPT), ("businessRuleTask", DECISION)):
        yield Feature(tag, at(f"//bpmn:{tag}"), chain(extended(tag, extension)), "10.3.3")
    for tag in ("scriptTask", "businessRuleTask", "sendTask"):
        path = f"//bpmn:{tag}[bpmn:extensionElements/zeebe:taskDefinition]"
        yield Feature(f"{tag}, by a handler", at(path), chain(extended(tag, SERVICE)), "10.3.3")
    for tag in ("sendTask", "receiveTask"):
        path = f"//bpmn:{tag}[not(@instantiate='true')]"
        yield Feature(tag, at(path), chain(f'<bpmn:{tag} id="x" name="x" messageRef="m"/>'), "10.3.3")
    starting = process('<bpmn:receiveTask id="x" name="x" messageRef="m" instantiate="true"/>', END, flow("x", "end"))
    yield Feature("receiveTask, instantiating", at("//bpmn:receiveTask[@instantiate='true']"), starting, "10.3.3")
    yield Feature(
        "callActivity (process)", at("//bpmn:callActivity"), chain(extended("callActivity", CALLED)), "10.3.6"
    )
    yield Feature(
        "callActivity (global task)",
        at("//bpmn:callActivity[//bpmn:globalUserTask or //bpmn:globalTask or //bpmn:globalScriptTask]"),
        chain(
            extended("callActivity", '<zeebe:calledElement processId="g"/>'),
            roots=f'<bpmn:globalUserTask id="g" name="g">{CLERK}</bpmn:globalUserTask>',
        ),
        "10.3.6",
    )
    for name in ("startQuantity", "completionQuantity"):
        yield Feature(f"{name} > 1", at(f"//*[@{name} > 1]"), chain(user(attributes=f'{name}="2"')), "10.3.2")


ACTIVITIES = (
    *("task", "manualTask", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
    *("subProcess", "transaction", "adHocSubProcess", "callActivity"),
)
_ACTIVITY = " or ".join(f"self::bpmn:{tag}" for tag in ACTIVITIES)
_STEP = " or ".join(f"bpmn:{tag}" for tag in ACTIVITIES)


def implicit() -> Iterator[Feature]:
    """§8.4.13, §13.3.1: flows without gateways."""
    forked = process(START, user(), user("y"), END, flows("start", "x", "y", "end"), flow("x", "end"))
    yield Feature("several flows out of an activity", several("sourceRef", *ACTIVITIES), forked, "13.3.1")
    merged = process(START, user(), user("y"), END, flows("start", "x", "y", "end"), flow("start", "y"))
    yield Feature("several flows into an activity", several("targetRef", *ACTIVITIES), merged, "13.3.1")
    ways = flow("start", "x") + flow("x", "y", "=a") + flow("y", "end") + flow("x", "end")
    asked = process(START, user(attributes='default="x-end"'), user("y"), END, ways)
    conditional = f"//bpmn:sequenceFlow[bpmn:conditionExpression][@sourceRef = //*[{_ACTIVITY}]/@id]"
    yield Feature("conditional flow out of an activity", at(conditional), asked, "8.4.13")
    yield Feature("default flow of an activity", at(f"//*[{_ACTIVITY}][@default]"), asked, "8.4.13")
    ways = flows("start", "x", "end") + flow("x", "x", "=a")
    back = process(START, user(attributes='default="x-end"'), END, ways)
    yield Feature("loop drawn straight back", at("//bpmn:sequenceFlow[@sourceRef = @targetRef]"), back, "8.4.13")


def gateways() -> Iterator[Feature]:
    """§10.6."""
    for kind, section in (
        ("exclusive", "10.6.2"),
        ("inclusive", "10.6.3"),
        ("parallel", "10.6.4"),
        ("complex", "10.6.5"),
    ):
        tag = f"{kind}Gateway"
        for name, end in (("splitting", "sourceRef"), ("merging", "targetRef")):
            yield Feature(f"{tag}, {name}", several(end, tag), _diamond(kind, name), section)
    name = "eventBasedGateway"
    gate = f'<bpmn:{name} id="g"/>'
    plain = process(
        START, gate, *CATCHES, END, flows("start", "g", "a", "end"), flows("g", "b", "end"), roots=OTHER_MESSAGE
    )
    yield Feature(name, at(f"//bpmn:{name}[not(@instantiate='true')]"), plain, "10.6.6")
    for how, attribute, condition in (
        ("instantiating", "", "not(@eventGatewayType='Parallel')"),
        ("instantiating, parallel", 'eventGatewayType="Parallel"', "@eventGatewayType='Parallel'"),
    ):
        gate = f'<bpmn:{name} id="g" instantiate="true" {attribute}/>'
        probe = process(gate, *CATCHES, END, flows("g", "a", "end"), flows("g", "b", "end"), roots=OTHER_MESSAGE)
        yield Feature(f"{name}, {how}", at(f"//bpmn:{name}[@instantiate='true'][{condition}]"), probe, "10.6.6")


def _diamond(kind: str, role: str) -> bytes:
    """Two branches between gateways; that of `kind` splits or merges, its partner is its natural one."""
    gate = "<bpmn:activationCondition>=activationCount &gt;= 1</bpmn:activationCondition>"
    inside = gate if kind == "complex" else ""
    default = ' default="g-b"' if kind in ("exclusive", "inclusive") else ""
    other = "parallel" if kind == "complex" else kind
    split, join = (kind, other) if role == "splitting" else (other, kind)
    fork = f'<bpmn:{split}Gateway id="g"{default}>{inside if split == "complex" else ""}</bpmn:{split}Gateway>'
    merge = f'<bpmn:{join}Gateway id="j">{inside if join == "complex" else ""}</bpmn:{join}Gateway>'
    ways = flow("start", "g") + flow("g", "a", "=a" if default else "") + flow("g", "b")
    return process(START, fork, user("a"), user("b"), merge, END, ways, flows("a", "j", "end"), flow("b", "j"))


OTHER_MESSAGE = ROOTS.split("</bpmn:message>")[0].replace('"m"', '"n"') + "</bpmn:message>"
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
CATCHES = tuple(
    f'<bpmn:intermediateCatchEvent id="{name}"><bpmn:messageEventDefinition messageRef="{message}"/>'
    "</bpmn:intermediateCatchEvent>"
    for name, message in (("a", "m"), ("b", "n"))
)


def containers() -> Iterator[Feature]:
    """§10.3.5, §10.3.8: subprocesses, loops and multi-instances."""
    sub = f'<bpmn:subProcess id="x" name="x">{inner()}</bpmn:subProcess>'
    yield Feature("subProcess, embedded", at("//bpmn:subProcess" + IN_INSTANCE), chain(sub), "10.3.5")
    bare = f"[not(bpmn:startEvent or bpmn:endEvent or *[@instantiate='true'])][{_STEP}]"
    box = f'<bpmn:subProcess id="x" name="x">{user("i")}{user("j")}</bpmn:subProcess>'
    yield Feature("subProcess without start and end", at(f"//bpmn:subProcess{bare}"), chain(box), "13.3.4")
    yield Feature("process without start and end", at(f"//bpmn:process{bare}"), process(user("x")), "10.5.2")
    endless = "[bpmn:startEvent][not(bpmn:endEvent)]"
    box = f'<bpmn:subProcess id="x" name="x"><bpmn:startEvent id="is"/>{user("i")}{flows("is", "i")}</bpmn:subProcess>'
    yield Feature("subProcess without end event", at(f"//bpmn:subProcess{endless}"), chain(box), "10.5.3")
    open_ended = process(START, user(), flows("start", "x"))
    yield Feature("process without end event", at(f"//bpmn:process{endless}"), open_ended, "10.5.3")
    event = (
        '<bpmn:subProcess id="ev" name="ev" triggeredByEvent="true"><bpmn:startEvent id="is"{}>'
        f'{MESSAGE}</bpmn:startEvent>{user("i")}<bpmn:endEvent id="ie"/>{flows("is", "i", "ie")}</bpmn:subProcess>'
    )
    for name, attribute, condition in (
        ("interrupting", "", "not(@isInterrupting='false')"),
        ("non-interrupting", ' isInterrupting="false"', "@isInterrupting='false'"),
    ):
        path = f"bpmn:subProcess[@triggeredByEvent='true'][bpmn:startEvent[{condition}]]"
        within = process(START, user(), event.format(attribute), END, flows("start", "x", "end"))
        yield Feature(f"event subprocess of a process, {name}", at(f"//bpmn:process/{path}"), within, "10.3.5")
        nested = (
            '<bpmn:subProcess id="x" name="x"><bpmn:startEvent id="js"/>'
            f'{user("j")}<bpmn:endEvent id="je"/>{flows("js", "j", "je")}{event.format(attribute)}</bpmn:subProcess>'
        )
        yield Feature(
            f"event subprocess of a subprocess, {name}", at(f"//bpmn:subProcess/{path}"), chain(nested), "10.3.5"
        )
    transaction = f'<bpmn:transaction id="x" name="x">{inner()}</bpmn:transaction>'
    yield Feature("transaction", at("//bpmn:transaction"), chain(transaction), "10.3.5")
    for order in ("Parallel", "Sequential"):
        path = (
            f"//bpmn:adHocSubProcess[@ordering='{order}']"
            if order == "Sequential"
            else ("//bpmn:adHocSubProcess[not(@ordering='Sequential')]")
        )
        inside = "<bpmn:completionCondition>=done</bpmn:completionCondition>"
        tag = f'<bpmn:adHocSubProcess id="x" name="x" ordering="{order}">{inner(ends=False)}{inside}</bpmn:adHocSubProcess>'
        yield Feature(f"adHocSubProcess, {order.lower()}", at(path), chain(tag), "10.3.5")
    for name, attributes, path in (
        ("tested after", "", "[not(@testBefore='true')]"),
        ("tested before", ' testBefore="true"', "[@testBefore='true']"),
        ("with a maximum", ' loopMaximum="3"', "[@loopMaximum]"),
    ):
        inside = f"<bpmn:standardLoopCharacteristics{attributes}><bpmn:loopCondition>=again</bpmn:loopCondition>"
        probe = chain(user(inside=f"{inside}</bpmn:standardLoopCharacteristics>"))
        yield Feature(f"standard loop, {name}", at(f"//bpmn:standardLoopCharacteristics{path}"), probe, "10.3.8")
    for name, attributes, inside, path in (
        ("parallel, over a collection", "", ITEMS, "[not(@isSequential='true')][.//@inputCollection]"),
        ("sequential, over a collection", ' isSequential="true"', ITEMS, "[@isSequential='true'][.//@inputCollection]"),
        ("by cardinality", "", "<bpmn:loopCardinality>=3</bpmn:loopCardinality>", "[bpmn:loopCardinality]"),
        (
            "with an output collection",
            "",
            ITEMS.replace('inputElement="i"', 'inputElement="i" outputCollection="os" outputElement="=o"'),
            "[.//@outputCollection]",
        ),
        (
            "with a completion condition",
            "",
            f"{ITEMS}<bpmn:completionCondition>=done</bpmn:completionCondition>",
            "[bpmn:completionCondition]",
        ),
        ("behaviour none", ' behavior="None" noneBehaviorEventRef="sd"', ITEMS, "[@behavior='None']"),
        ("behaviour one", ' behavior="One" oneBehaviorEventRef="sd"', ITEMS, "[@behavior='One']"),
        (
            "default signal for each instance",
            ' behavior="None"',
            ITEMS,
            "[@behavior='None'][not(@noneBehaviorEventRef)]",
        ),
        (
            "default signal for the first instance",
            ' behavior="One"',
            ITEMS,
            "[@behavior='One'][not(@oneBehaviorEventRef)]",
        ),
        (
            "behaviour complex",
            ' behavior="Complex"',
            f"{ITEMS}<bpmn:complexBehaviorDefinition><bpmn:condition>=a</bpmn:condition></bpmn:complexBehaviorDefinition>",
            "[@behavior='Complex']",
        ),
    ):
        loop = f"<bpmn:multiInstanceLoopCharacteristics{attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>"
        roots = (
            '<bpmn:signalEventDefinition id="sd" signalRef="sg"/>'
            if "behavior=" in attributes and "sd" in attributes
            else ""
        )
        probe = chain(user(inside=loop), roots=roots)
        yield Feature(f"multi-instance, {name}", at(f"//bpmn:multiInstanceLoopCharacteristics{path}"), probe, "10.3.8")


def data() -> Iterator[Feature]:
    """§10.4, §9: data, participants, lanes."""
    item = '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dor" name="file" dataObjectRef="do"/>'
    yield Feature("data object", at("//bpmn:dataObjectReference"), chain(item, user()), "10.4.1")
    store = '<bpmn:dataStoreReference id="dsr" name="register" dataStoreRef="ds"/>'
    yield Feature(
        "data store, only shown",
        at("//bpmn:dataStoreReference[not(@dataStoreRef)]"),
        chain(store, user(), roots='<bpmn:dataStore id="ds" name="register"/>'),
        "10.4.1",
    )
    row = store.replace("/>", f">{KEY}</bpmn:dataStoreReference>")
    stored = "[*[contains(local-name(), 'putAssociation')]/bpmn:{} = //bpmn:dataStoreReference/@id]"
    takes = "<bpmn:property id='pp' name='__targetRef_placeholder'/><bpmn:dataInputAssociation id='a'><bpmn:sourceRef>dsr</bpmn:sourceRef><bpmn:targetRef>pp</bpmn:targetRef><bpmn:assignment><bpmn:from>=dsr</bpmn:from><bpmn:to>found</bpmn:to></bpmn:assignment></bpmn:dataInputAssociation>"
    gives = "<bpmn:dataOutputAssociation id='a'><bpmn:targetRef>dsr</bpmn:targetRef><bpmn:assignment><bpmn:from>=1</bpmn:from><bpmn:to>dsr</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>"
    declared = '<bpmn:dataStore id="ds" name="register"/>'
    thrown = f'<bpmn:intermediateThrowEvent id="te">{takes}</bpmn:intermediateThrowEvent>'
    caught = f'<bpmn:intermediateCatchEvent id="ce">{gives}<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>'
    for name, of, end, probe in (
        ("row of a data store read by an activity", ACTIVITY, "sourceRef", user(inside=takes)),
        ("row of a data store written by an activity", ACTIVITY, "targetRef", user(inside=gives)),
        ("row of a data store read by an event", EVENT, "sourceRef", thrown),
        ("row of a data store written by an event", EVENT, "targetRef", caught),
    ):
        path = f"//bpmn:*{of}{stored.format(end)}"
        yield Feature(name, at(path), chain(row, probe, roots=declared), "10.4.1")
    read = "<bpmn:dataInputAssociation id='a'><bpmn:sourceRef>dor</bpmn:sourceRef><bpmn:targetRef>di</bpmn:targetRef></bpmn:dataInputAssociation>"
    spec = '<bpmn:ioSpecification><bpmn:dataInput id="di" name="asked"/><bpmn:inputSet><bpmn:dataInputRefs>di</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/></bpmn:ioSpecification>'
    yield Feature(
        "data input of an activity", at("//bpmn:dataInputAssociation"), chain(item, user(inside=spec + read)), "10.4.1"
    )
    write = read.replace("Input", "Output").replace("dor", "X").replace(">di<", ">dor<").replace("X", "di")
    out = '<bpmn:ioSpecification><bpmn:dataOutput id="di" name="asked"/><bpmn:inputSet/><bpmn:outputSet><bpmn:dataOutputRefs>di</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>'
    yield Feature(
        "data output of an activity",
        at("//bpmn:dataOutputAssociation"),
        chain(item, user(inside=out + write)),
        "10.4.1",
    )
    set_of = "<bpmn:inputSet><bpmn:dataInputRefs>di</bpmn:dataInputRefs></bpmn:inputSet>"
    set_out = "<bpmn:outputSet><bpmn:dataOutputRefs>di</bpmn:dataOutputRefs></bpmn:outputSet>"
    for name, path, probe in (
        ("several input sets", "ioSpecification[count(bpmn:inputSet) > 1]", spec.replace(set_of, set_of * 2) + read),
        ("optional data input", "optionalInputRefs", _set_with(spec, "optional", "Input") + read),
        ("data input while executing", "whileExecutingInputRefs", _set_with(spec, "whileExecuting", "Input") + read),
        (
            "several output sets",
            "ioSpecification[count(bpmn:outputSet) > 1]",
            out.replace(set_out, set_out * 2) + write,
        ),
        ("optional data output", "optionalOutputRefs", _set_with(out, "optional", "Output") + write),
        ("data output while executing", "whileExecutingOutputRefs", _set_with(out, "whileExecuting", "Output") + write),
    ):
        yield Feature(name, at(f"//bpmn:{path}"), chain(item, user(inside=probe)), "10.4.2")
    yield Feature("property", at("//bpmn:property"), chain('<bpmn:property id="pr" name="pr"/>', user()), "10.4.1")
    second = (
        '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="s2"/><bpmn:endEvent id="e2"/>{}</bpmn:process>'
    )
    yield Feature(
        "several executable processes",
        at("//bpmn:definitions[count(bpmn:process[@isExecutable='true']) > 1]"),
        chain(user(), more=second.format(flow("s2", "e2"))),
    )
    pools = '<bpmn:collaboration id="c"><bpmn:participant id="ours" processRef="p"/>{}</bpmn:collaboration>'
    yield Feature("pool", at("//bpmn:participant"), chain(user(), more="", roots=pools.format("")), "9.2")
    black = '<bpmn:participant id="theirs"/><bpmn:messageFlow id="mf" sourceRef="x" targetRef="theirs"/>'
    yield Feature(
        "message flow to or from a black-box pool",
        lambda root: any(0 < ends < 2 for ends in _own_ends(root)),
        chain(user(), roots=pools.format(black)),
        "9.3",
    )
    both = '<bpmn:participant id="theirs" processRef="q"/><bpmn:messageFlow id="mf" sourceRef="x" targetRef="y"/>'
    sending = '<bpmn:sendTask id="x" name="x" messageRef="m"/>'
    receiving = second.format('<bpmn:receiveTask id="y" name="y" messageRef="m"/>' + flows("s2", "y", "e2"))
    yield Feature(
        "message flow between two processes",
        lambda root: 2 in _own_ends(root),
        chain(sending, roots=pools.format(both), more=receiving),
        "9.3",
    )
    keyed = pools.format('<bpmn:correlationKey id="ck" name="k"/>')
    yield Feature("correlation key", at("//bpmn:correlationKey"), chain(user(), roots=keyed), "8.4.2")
    lane = '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="l"><bpmn:flowNodeRef>x</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    yield Feature("lane", at("//bpmn:lane"), chain(lane, user()), "10.8")


def _set_with(specification: str, how: str, side: str) -> str:
    """The specification with its one datum listed once more in its set, e.g. as optional."""
    end = f"</bpmn:{side.lower()}Set>"
    return specification.replace(end, f"<bpmn:{how}{side}Refs>di</bpmn:{how}{side}Refs>{end}")


def _own_ends(root: etree._Element) -> list[int]:
    """For each message flow how many of its ends lie in processes of the file."""
    inside = {element.get("id") for process in root.iter(f"{{{BPMN}}}process") for element in process.iter()}
    found = root.iter(f"{{{BPMN}}}messageFlow")
    return [sum(flow.get(end) in inside for end in ("sourceRef", "targetRef")) for flow in found]


FAMILIES = (
    ("Tasks and call activities", tasks),
    ("Splits and merges without gateways", implicit),
    ("Gateways", gateways),
    ("Subprocesses, loops, multi-instances", containers),
    ("Data, participants, lanes", data),
)
"""The plain tables of the document, in order; events have a table of their own."""
