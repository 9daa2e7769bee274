"""What a case waits for that no person does is said for what it is: a message, a signal, a point in time."""

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://tiaokuai.cn/test">'
    '<bpmn:signal id="s" name="storm-warning"/>'
    '<bpmn:message id="m" name="all-clear"><bpmn:extensionElements><zeebe:subscription correlationKey="=place"/>'
    "</bpmn:extensionElements></bpmn:message>"
    '<bpmn:process id="weather" name="防汛" isExecutable="true"><bpmn:startEvent id="start"/>'
    '<bpmn:eventBasedGateway id="wait" name="等待消息或信号"/>'
    '<bpmn:intermediateCatchEvent id="warned"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>'
    '<bpmn:intermediateCatchEvent id="cleared"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>'
    '<bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)
ENDS = "".join(f'<bpmn:endEvent id="end_{one}"/>' for one in ("warned", "cleared", "late"))
FLOWS = '<bpmn:sequenceFlow id="f" sourceRef="start" targetRef="wait"/>' + "".join(
    f'<bpmn:sequenceFlow id="to_{one}" sourceRef="wait" targetRef="{one}"/>'
    f'<bpmn:sequenceFlow id="from_{one}" sourceRef="{one}" targetRef="end_{one}"/>'
    for one in ("warned", "cleared", "late")
)
DIAGRAM = f"{HEAD}{ENDS}{FLOWS}</bpmn:process></bpmn:definitions>"


def test_a_gateway_says_what_it_waits_for(world: World) -> None:
    world.engine.deploy({"weather.bpmn": DIAGRAM.encode()}, Actor("zhi"))
    case = world.engine.start("weather", {"place": "沪闵路"}, Actor("rong"))
    shen = world.signed_in("shen")
    page = shen.get(f"/cases/{case}")
    assert "等待信号“storm-warning”" in page
    assert "等待消息“all-clear”" in page
    assert "等待消息“storm-warning”" not in page
    assert "等到 <time" in page
    assert "等待信号“storm-warning”" in shen.get(f"/audit/{case}")
