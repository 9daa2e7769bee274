"""Examples of rules about size: too long to be kept as files, so they are made when somebody asks."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise

Files = Mapping[str, bytes]

_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://tiaokuai.cn/test">\n'
)
_DMN = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="fees" namespace="http://tiaokuai.cn/test">\n'
)


def _chain(tag: str, count: int, attributes: str = "", inside: str = "") -> Files:
    """A process of `count` steps in a row."""
    steps = [f"t{number}" for number in range(count)]
    nodes = [f'    <bpmn:{tag} id="{step}" name="{step} name"{attributes}>{inside}</bpmn:{tag}>' for step in steps]
    order = ["start", *steps, "end"]
    flows = [
        f'    <bpmn:sequenceFlow id="{one}_to_{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(order)
    ]
    parts = ['    <bpmn:startEvent id="start"/>', *nodes, '    <bpmn:endEvent id="end"/>', *flows]
    return _diagram(parts)


def _diagram(parts: list[str]) -> Files:
    inside = "\n".join(('  <bpmn:process id="p" isExecutable="true">', *parts, "  </bpmn:process>"))
    return {"example.bpmn": f"{_HEAD}{inside}\n</bpmn:definitions>\n".encode()}


def _said(length: int) -> Files:
    return _chain("task", 1, inside=f"\n      <bpmn:documentation>{'条' * length}</bpmn:documentation>\n    ")


def _nested(levels: int) -> Files:
    """Subprocesses within each other."""
    inner = ""
    for level in range(levels, 0, -1):
        ends = f'<bpmn:startEvent id="s{level}"/>{{}}<bpmn:endEvent id="e{level}"/>'
        within = f"s{level}_to_sub{level + 1}", f"sub{level + 1}_to_e{level}"
        if inner:
            inner = ends.format(inner) + "".join(
                f'<bpmn:sequenceFlow id="{one}" sourceRef="{one.split("_to_")[0]}" targetRef="{one.split("_to_")[1]}"/>'
                for one in within
            )
        else:
            inner = ends.format("") + (
                f'<bpmn:sequenceFlow id="s{level}_to_e{level}" sourceRef="s{level}" targetRef="e{level}"/>'
            )
        inner = f'<bpmn:subProcess id="sub{level}">{inner}</bpmn:subProcess>'
    flows = [
        '    <bpmn:sequenceFlow id="start_to_sub1" sourceRef="start" targetRef="sub1"/>',
        '    <bpmn:sequenceFlow id="sub1_to_end" sourceRef="sub1" targetRef="end"/>',
    ]
    return _diagram(['    <bpmn:startEvent id="start"/>', inner, '    <bpmn:endEvent id="end"/>', *flows])


def _attributes(count: int) -> Files:
    return _chain("task", 1, "".join(f' xmlns:a{number}="urn:a{number}" a{number}:b=""' for number in range(count)))


def _form(length: int) -> Files:
    field = {"type": "textfield", "key": "note", "id": "field", "label": "Note", "description": "条" * length}
    content = {"type": "default", "id": "f", "schemaVersion": 18, "components": [field]}
    return {"example.form": json.dumps(content, ensure_ascii=False, indent=2).encode()}


def _decisions(count: int, text: str = "amount * 2") -> Files:
    made = [
        f'  <decision id="d{number}" name="D{number}">\n'
        f'    <literalExpression id="e{number}"><text>{text}</text></literalExpression>\n  </decision>'
        for number in range(count)
    ]
    return _tables(made)


def _types(levels: int) -> Files:
    """Item definitions each of which holds the next one twice."""
    items = [
        f'  <itemDefinition id="i{level}" name="t{level}">\n'
        f'    <itemComponent id="a{level}" name="a"><typeRef>t{level + 1}</typeRef></itemComponent>\n'
        f'    <itemComponent id="b{level}" name="b"><typeRef>t{level + 1}</typeRef></itemComponent>\n  </itemDefinition>'
        for level in range(levels)
    ]
    last = f'  <itemDefinition id="i{levels}" name="t{levels}"><typeRef>string</typeRef></itemDefinition>'
    asked = '  <inputData id="in" name="order"><variable id="v" name="order" typeRef="t0"/></inputData>'
    decision = (
        '  <decision id="d" name="D"><literalExpression id="e"><text>order.a</text></literalExpression></decision>'
    )
    return _tables([*items, last, asked, decision])


def _tables(parts: list[str]) -> Files:
    return {"example.dmn": "".join((_DMN, "\n".join(parts), "\n</definitions>\n")).encode()}


def _assigned(count: int, assignee: str) -> Files:
    inside = f'<bpmn:extensionElements><zeebe:assignmentDefinition assignee="{assignee}"/></bpmn:extensionElements>'
    return _chain("userTask", count, inside=inside)


_Make = Callable[..., Files]


def _pair(make: _Make, bad: tuple[object, ...], good: tuple[object, ...]) -> Callable[[], tuple[Files, Files]]:
    return lambda: (make(*bad), make(*good))


EXAMPLES: Mapping[str, Callable[[], tuple[Files, Files]]] = {
    "xml.size": _pair(_said, (700_000,), (70,)),
    "xml.depth": _pair(_nested, (210,), (5,)),
    "xml.elements": _pair(partial(_chain, "task"), (12_000,), (120,)),
    "xml.attributes": _pair(_attributes, (101,), (0,)),
    "form.size": _pair(_form, (400_000,), (40,)),
    "dmn.too_long": _pair(_decisions, (2_001,), (20,)),
    "dmn.too_many_characters": _pair(_decisions, (20, "1 + " * 4_000 + "1"), (20, "1 + " * 40 + "1")),
    "dmn.types_too_large": _pair(_types, (40,), (4,)),
    "dmn.unchecked": _pair(_decisions, (1, "[" * 100_000 + "]" * 100_000), (1, "[" * 10 + "]" * 10)),
    "expression.many": _pair(_assigned, (3_001, "=clerk"), (300, "=clerk")),
    "size.steps": _pair(_assigned, (500, "clerk"), (400, "clerk")),
    "findings.more": _pair(partial(_chain, "implicitThrowEvent"), (700,), (0,)),
}
"""The bad and the good files of each such rule."""
