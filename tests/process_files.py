"""Small BPMN files for tests and benchmarks that run whole engines."""

import itertools
from collections.abc import Sequence

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="definitions" targetNamespace="http://tiaokuai.cn/test">"""

START = '<bpmn:startEvent id="start"/>'
END = '<bpmn:endEvent id="end"/>'
GROUP = "dispatcher@jiangchuan"


def file(*processes: str, roots: Sequence[str] = ()) -> bytes:
    """A BPMN file with these processes; `roots` declare messages and errors."""
    return "\n".join([_HEAD, *roots, *processes, "</bpmn:definitions>"]).encode()


def process(*parts: str, id: str = "p", properties: str = "") -> str:
    """An executable process; `properties` are zeebe:property elements."""
    extension = (
        f"<bpmn:extensionElements><zeebe:properties>{properties}</zeebe:properties></bpmn:extensionElements>"
        if properties
        else ""
    )
    return "\n".join(
        [f'<bpmn:process id="{id}" name="{id} name" isExecutable="true">', extension, *parts, "</bpmn:process>"]
    )


def chain(
    *steps: str, id: str = "p", roots: Sequence[str] = (), extra: Sequence[str] = (), properties: str = ""
) -> bytes:
    """A file with one process: start, these nodes one after the other, end. `extra` adds more parts."""
    ids = ["start", *(step.split('id="', 1)[1].split('"', 1)[0] for step in steps), "end"]
    flows = [flow(source, target) for source, target in itertools.pairwise(ids)]
    return file(process(START, *steps, END, *flows, *extra, id=id, properties=properties), roots=roots)


def flow(source: str, target: str, condition: str = "") -> str:
    inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return (
        f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}'
        "</bpmn:sequenceFlow>"
    )


def user_task(id: str, *, assignee: str = "", groups: str = GROUP, form: str = "") -> str:
    """A user task for the group `GROUP` unless said otherwise."""
    who = (f' assignee="{assignee}"' if assignee else "") + (f' candidateGroups="{groups}"' if groups else "")
    shown = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    return (
        f'<bpmn:userTask id="{id}" name="{id} name"><bpmn:extensionElements><zeebe:userTask/>{shown}'
        f'<zeebe:assignmentDefinition{who}/><zeebe:properties><zeebe:property name="name:en" value="{id} in English"/>'
        "</zeebe:properties></bpmn:extensionElements></bpmn:userTask>"
    )


def service_task(id: str, handler: str, retries: int = 3) -> str:
    return (
        f'<bpmn:serviceTask id="{id}" name="{id} name"><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{handler}" retries="{retries}"/></bpmn:extensionElements></bpmn:serviceTask>'
    )


def timer(duration: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDuration>{duration}</bpmn:timeDuration></bpmn:timerEventDefinition>"


def message(id: str, name: str, key: str = "") -> str:
    """A root element; `key` is the FEEL text of its correlation key, without the equals sign."""
    subscription = (
        f'<bpmn:extensionElements><zeebe:subscription correlationKey="={key}"/></bpmn:extensionElements>' if key else ""
    )
    return f'<bpmn:message id="{id}" name="{name}">{subscription}</bpmn:message>'


def catching(id: str, definition: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{id}" name="{id} name">{definition}</bpmn:intermediateCatchEvent>'


def received(id: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{id}"/>'


def loop(id: str = "p") -> bytes:
    """A user task that comes back until `done` is true."""
    return file(
        process(
            START,
            END,
            user_task("work"),
            '<bpmn:exclusiveGateway id="again" default="again-work"/>',
            '<bpmn:exclusiveGateway id="merge"/>',
            flow("start", "merge"),
            flow("merge", "work"),
            flow("work", "again"),
            flow("again", "merge").replace('id="again-merge"', 'id="again-work"'),
            flow("again", "end", "=done = true"),
            id=id,
        )
    )
