"""A gateway that says which way it goes does so (BPMN 2.0.2 §10.6.1, table 10.106)."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place
from engine.diagrams.namespaces import BPMN
from engine.errors import Finding

_KINDS = ("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway")


def directions(file: str, root: etree._Element) -> Iterator[Finding]:
    """Converging gateways have one flow out, diverging ones at most one in, mixed ones several of both."""
    flows = list(root.iter(f"{{{BPMN}}}sequenceFlow"))
    entering = Counter(flow.get("targetRef", "") for flow in flows)
    leaving = Counter(flow.get("sourceRef", "") for flow in flows)
    for gateway in root.iter(*(f"{{{BPMN}}}{kind}" for kind in _KINDS)):
        said = gateway.get("gatewayDirection", "Unspecified")
        identity = gateway.get("id", "")
        many_in, many_out = entering[identity] > 1, leaving[identity] > 1
        true = {
            "Converging": many_in and not many_out,
            "Diverging": many_out and not many_in,
            "Mixed": many_in and many_out,
        }
        if not true.get(said, True):
            yield messages.finding("gateway.direction", file, *place(gateway), direction=said)
