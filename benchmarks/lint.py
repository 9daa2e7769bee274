"""Linting a process of 300 nodes with its drawing. Run: python -m benchmarks.lint

It is a chain of blocks of eleven nodes: a rework loop around a user task with a timer, two parallel branches and their
join, a script, a subprocess. Prints the first lint, which starts V8 and compiles the schema, and the median of the
following ones.
"""

import statistics
import time

from benchmarks.machine import machine
from engine.diagrams import linting

BLOCKS = 28
ROUNDS = 15

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' id="definitions" targetNamespace="http://tiaokuai.cn/benchmark">'
)
_CLERK = '<bpmn:extensionElements><zeebe:assignmentDefinition assignee="=clerk"/></bpmn:extensionElements>'
_SCRIPT = (
    '<bpmn:extensionElements><zeebe:script expression="=count + {n}" resultVariable="r{n}"/></bpmn:extensionElements>'
)
_TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition>"


def main() -> None:
    """Measure and print."""
    data = diagram(BLOCKS)
    nodes = data.count(b"<bpmndi:BPMNShape")
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = linting.lint({"benchmark.bpmn": data})
        times.append((time.perf_counter() - began) * 1000)
    print(machine())
    print(f"{nodes} nodes, {len(data) // 1024} KB, {len(found)} findings")
    print(
        f"first lint {times[0]:.0f} ms; then median {statistics.median(times[1:]):.0f} ms, worst {max(times[1:]):.0f} ms"
    )


def diagram(blocks: int) -> bytes:
    """A process of `blocks` blocks of eleven nodes and a subprocess, drawn in a grid."""
    drawing = _Drawing()
    drawing.node("startEvent", "start")
    last = "start"
    for number in range(blocks):
        last = _block(drawing, number, last)
    drawing.node("endEvent", "end")
    drawing.flow(last, "end")
    return drawing.text().encode()


def _block(drawing: "_Drawing", number: int, before: str) -> str:
    def name(part: str) -> str:
        return f"{part}{number}"

    drawing.node("exclusiveGateway", name("again"))
    drawing.node("userTask", name("ask"), _CLERK)
    drawing.node("boundaryEvent", name("late"), _TIMER, f'attachedToRef="{name("ask")}" cancelActivity="false"')
    drawing.node("userTask", name("urge"), _CLERK)
    drawing.node("endEvent", name("urged"))
    drawing.node("parallelGateway", name("split"))
    drawing.node("userTask", name("left"), _CLERK)
    drawing.node("scriptTask", name("right"), _SCRIPT.format(n=number))
    drawing.node("parallelGateway", name("join"))
    drawing.node("exclusiveGateway", name("done"), attributes=f'default="{name("done")}-{name("sub")}"')
    inner = f'<bpmn:startEvent id="{name("s")}"/><bpmn:endEvent id="{name("t")}"/>' + (
        f'<bpmn:sequenceFlow id="{name("f")}" sourceRef="{name("s")}" targetRef="{name("t")}"/>'
    )
    drawing.node("subProcess", name("sub"), inner)
    for source, target in (
        (before, name("again")),
        (name("again"), name("ask")),
        (name("late"), name("urge")),
        (name("urge"), name("urged")),
        (name("ask"), name("split")),
        (name("split"), name("left")),
        (name("split"), name("right")),
        (name("left"), name("join")),
        (name("right"), name("join")),
        (name("join"), name("done")),
        (name("done"), name("sub")),
    ):
        drawing.flow(source, target)
    drawing.flow(name("done"), name("again"), f"=r{number} &lt; {number}")
    return name("sub")


class _Drawing:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._drawn: list[str] = []
        self._place: dict[str, tuple[int, int]] = {}

    def node(self, tag: str, identity: str, inside: str = "", attributes: str = "") -> None:
        x, y, width, height = len(self._place) % 20 * 150, len(self._place) // 20 * 200, 100, 80
        if tag == "boundaryEvent":
            host = self._place[attributes.split('"')[1]]
            x, y, width, height = host[0] + 30, host[1] + 62, 36, 36
        self._place[identity] = (x, y)
        self._parts.append(f'<bpmn:{tag} id="{identity}" name="{identity}" {attributes}>{inside}</bpmn:{tag}>')
        self._drawn.append(
            f'<bpmndi:BPMNShape id="{identity}-shape" bpmnElement="{identity}">'
            f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
        )

    def flow(self, source: str, target: str, condition: str = "") -> None:
        asked = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
        identity = f"{source}-{target}"
        self._parts.append(
            f'<bpmn:sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{asked}</bpmn:sequenceFlow>'
        )
        points = "".join(
            f'<di:waypoint x="{x + 18}" y="{y + 18}"/>' for x, y in (self._place[source], self._place[target])
        )
        self._drawn.append(f'<bpmndi:BPMNEdge id="{identity}-edge" bpmnElement="{identity}">{points}</bpmndi:BPMNEdge>')

    def text(self) -> str:
        parts, drawn = "\n".join(self._parts), "\n".join(self._drawn)
        plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="p">{drawn}</bpmndi:BPMNPlane>'
        return (
            f'{_HEAD}<bpmn:process id="p" isExecutable="true">{parts}</bpmn:process>'
            f'<bpmndi:BPMNDiagram id="diagram">{plane}</bpmndi:BPMNDiagram></bpmn:definitions>'
        )


if __name__ == "__main__":
    main()
