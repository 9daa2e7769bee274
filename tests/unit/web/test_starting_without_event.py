"""A procedure without start event can be started from the inbox, too."""

from pathlib import Path

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World

DIAGRAM = Path(__file__).parents[2] / "diagrams" / "positions" / "implicit_process.bpmn"
STARTERS = b"""<bpmn:extensionElements><zeebe:properties>
  <zeebe:property name="starters" value="reporter"/></zeebe:properties></bpmn:extensionElements>"""


def test_it_begins_where_no_flow_leads_to(world: World) -> None:
    head, tail = DIAGRAM.read_bytes().split(b'isExecutable="true">', 1)
    world.engine.deploy({"p.bpmn": head + b'isExecutable="true">' + STARTERS + tail}, Actor("zhi"))
    rong = world.signed_in("rong")
    assert 'href="/procedures/p"' in rong.get("/procedures")
    rong.send("/procedures/p", "/procedures/p", action="complete")
    (case,) = world.engine.instances(process_id="p").rows
    assert [task.element for task in world.engine.open_tasks(case.id)] == ["visit", "write"]
    assert world.signed_in("mei").client.get("/procedures/p").status_code == 403
