"""Small BPMN files for the tests of reading, put together from parts."""

from collections.abc import Iterable
from itertools import pairwise

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:policy="http://tiaokuai.cn/schema/policy/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://tiaokuai.cn/test">\n'
)


def definitions(*parts: str) -> bytes:
    """A file with these root elements."""
    return (HEAD + "\n".join(parts) + "\n</bpmn:definitions>").encode()


def process(*parts: str, identity: str = "p", attributes: str = 'isExecutable="true"') -> str:
    """A process with these parts."""
    return f'<bpmn:process id="{identity}" {attributes}>\n' + "\n".join(parts) + "\n</bpmn:process>"


def flow(source: str, target: str, condition: str = "") -> str:
    """A sequence flow `source-target`, conditional where `condition` is given."""
    inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return (
        f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}'
        "</bpmn:sequenceFlow>"
    )


def flows(*nodes: str) -> str:
    """Sequence flows from each node to the next."""
    return "\n".join(flow(source, target) for source, target in pairwise(nodes))


def node(tag: str, identity: str, extensions: str = "", inside: str = "", attributes: str = "") -> str:
    """A flow node; `extensions` go into its extensionElements. A user task is given to `clerk` unless they say more."""
    if tag == "userTask" and "<zeebe:assignmentDefinition" not in extensions:
        extensions = f'<zeebe:assignmentDefinition assignee="clerk"/>{extensions}'
    extended = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f'<bpmn:{tag} id="{identity}" name="{identity} name" {attributes}>{extended}{inside}</bpmn:{tag}>'


START = '<bpmn:startEvent id="start"/>'
END = '<bpmn:endEvent id="end"/>'


def around(*parts: str, steps: Iterable[str], roots: Iterable[str] = ()) -> bytes:
    """A file with one process: start, `steps` in a chain, end; `parts` declare the steps and whatever else."""
    return definitions(*roots, process(START, *parts, END, flows("start", *steps, "end")))


def step(tag: str, extensions: str = "", inside: str = "", attributes: str = "", roots: Iterable[str] = ()) -> bytes:
    """A file with one process: start, the node `x`, end."""
    return around(node(tag, "x", extensions, inside, attributes), steps=["x"], roots=roots)


SERVICE = '<zeebe:taskDefinition type="notify"/>'
MESSAGE = (
    '<bpmn:message id="m" name="reply"><bpmn:extensionElements><zeebe:subscription correlationKey="=key"/>'
    "</bpmn:extensionElements></bpmn:message>"
)
ERROR = '<bpmn:error id="e" name="bad" errorCode="BAD"/>'


def timer(kind: str, text: str) -> str:
    """A timer event definition; `kind` is timeDate, timeDuration or timeCycle."""
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def boundary(identity: str, host: str, inside: str, attributes: str = "") -> str:
    """A boundary event with its own way to the end."""
    return node("boundaryEvent", identity, inside=inside, attributes=f'attachedToRef="{host}" {attributes}') + flow(
        identity, "end"
    )
