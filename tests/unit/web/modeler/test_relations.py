"""Where something is used, and the map of all procedures: read from drafts, drawn and told as a table alike."""

import re
from itertools import pairwise

import pytest

from tests.unit.web.conftest import World
from web.language import Name
from web.modeler.drafts import saving
from web.modeler.relations import uses
from web.modeler.relations.house import Link
from web.modeler.relations.plan import HEIGHT, WIDTH, Box, plan
from web.modeler.relations.titles import titles
from web.modeler.relations.uses import Use

DIAGRAM = """<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">
  <bpmn:message id="M1" name="asked"/><bpmn:message id="M2" name="answered"/><bpmn:signal id="S1" name="storm"/>
  <bpmn:process id="paving" name="铺路" isExecutable="true">
    <bpmn:startEvent id="Begin" name="来件"><bpmn:messageEventDefinition messageRef="M1"/></bpmn:startEvent>
    <bpmn:callActivity id="Mend" name="填坑"><bpmn:extensionElements><zeebe:calledElement processId="pothole"/></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:serviceTask id="Tell"><bpmn:extensionElements><zeebe:taskDefinition type="notify"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:receiveTask id="Hear" messageRef="M2"/>
    <bpmn:subProcess id="Sub" triggeredByEvent="true">
      <bpmn:startEvent id="Storm"><bpmn:signalEventDefinition signalRef="S1"/></bpmn:startEvent>
    </bpmn:subProcess>
    <bpmn:endEvent id="Done"><bpmn:messageEventDefinition messageRef="M2"/></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
""".encode()


def test_uses_of_a_diagram_say_what_which_element_and_how() -> None:
    found = {(one.kind, one.name, one.way, one.element) for one in uses.of("paving.bpmn", DIAGRAM)}
    assert found == {
        ("message", "asked", "starts", "Begin"),
        ("process", "pothole", "uses", "Mend"),
        ("handler", "notify", "uses", "Tell"),
        ("message", "answered", "receives", "Hear"),
        ("signal", "storm", "receives", "Storm"),
        ("message", "answered", "sends", "Done"),
    }
    assert uses.of("broken.bpmn", b"<bpmn") == ()


def test_uses_of_a_table_are_the_decisions_that_it_requires() -> None:
    table = (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="a" name="A">'
        b'<informationRequirement><requiredDecision href="#b"/></informationRequirement></decision></definitions>'
    )
    (found,) = uses.of("t.dmn", table)
    assert isinstance(found, Use)
    assert (found.kind, found.name, found.element) == ("decision", "b", "a")


def test_many_uses_in_one_diagram_are_counted_and_listed_within(world: World) -> None:
    told = DIAGRAM.decode()
    start = told.index('<bpmn:serviceTask id="Tell"')
    task = told[start : told.index("</bpmn:serviceTask>", start) + len("</bpmn:serviceTask>")]
    many = told.replace(task, "".join(task.replace('"Tell"', f'"Tell{number}"') for number in range(8)))
    saving.change(world.engine, "paving", {"paving.bpmn": many.encode()}, who="zhi", at=world.clock.now())
    page = world.signed_in("shen").get("/workshop/used?kind=handler&name=notify")
    folded = page.split("<details><summary>铺路，8 个元素</summary>", 1)[1].split("</details>", 1)[0]
    assert folded.count("/workshop/paving/edit/paving.bpmn#Tell") == 8


def test_a_table_is_called_in_english_by_what_decides_by_it() -> None:
    table = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="分派规则"><decision id="allot" name="分派"/>'
        "</definitions>"
    )
    english = '<zeebe:properties><zeebe:property name="name:en" value="Allot it"/></zeebe:properties>'
    task = '<bpmn:businessRuleTask id="Allot" name="分派"><bpmn:extensionElements><zeebe:calledDecision decisionId="allot" resultVariable="x"/>'
    drawn = DIAGRAM.decode().replace(
        '<bpmn:receiveTask id="Hear"',
        f'{task}{english}</bpmn:extensionElements></bpmn:businessRuleTask><bpmn:receiveTask id="Hear"',
    )
    found = titles({"paving.bpmn": drawn.encode(), "rules.dmn": table.encode()})
    assert found["rules.dmn"] == Name("分派规则", "Allot it")
    assert titles({"rules.dmn": table.encode()})["rules.dmn"] == Name("分派规则")


def test_the_page_leads_to_every_element_that_uses_a_name(world: World) -> None:
    saving.change(world.engine, "paving", {"paving.bpmn": DIAGRAM}, who="zhi", at=world.clock.now())
    browser = world.signed_in("shen")
    page = browser.get("/workshop/used?kind=process&name=pothole")
    assert "/workshop/paving/edit/paving.bpmn#Mend" in page
    assert "铺路：填坑" in page
    assert "notify" not in page
    around = browser.get("/workshop/used?procedure=pothole")
    assert "pothole_fill" in around
    assert "paving.bpmn#Mend" in around
    assert "asked" not in around
    assert "没有此名称" in browser.get("/workshop/used?name=nothing-at-all")
    assert browser.client.get("/workshop/used?procedure=none").status_code == 404


def test_the_map_and_its_table_say_the_same(world: World) -> None:
    saving.change(world.engine, "paving", {"paving.bpmn": DIAGRAM}, who="zhi", at=world.clock.now())
    page = world.signed_in("zhi").get("/workshop/map")
    drawn = set(re.findall(r'data-source="(\w+)" data-target="(\w+)"', page))
    table = page[page.index('id="links-title"') :]
    told = set(
        re.findall(
            r'<th scope="row"><a href="/workshop/(\w+)/">.*?</td><td data-label="[^"]+"><a href="/workshop/(\w+)/">',
            table,
        )
    )
    assert drawn == told == {("paving", "pothole")}
    assert set(re.findall(r'data-box="(\w+)"', page)) == {"paving", "pothole"}


def crosses(path: str, box: Box) -> bool:
    """Whether a line passes through the inside of a box, looked at along its straight parts and ends of bends."""
    points = [(int(x), int(y)) for x, y in re.findall(r"(-?\d+),(-?\d+)", path)]
    return any(box.x < x < box.x + WIDTH and box.y < y < box.y + HEIGHT for x, y in points)


@pytest.mark.parametrize("size", [1, 5, 18, 40])
def test_boxes_do_not_overlap_and_lines_pass_none_however_many_there_are(size: int) -> None:
    keys = [f"p{number:02}" for number in range(size)]
    links = [
        Link(keys[one], keys[other], "call", ("x",))
        for one in range(size)
        for other in {(one * 3 + 1) % size, (one * 7 + 5) % size}
        if one != other
    ]
    made = plan(keys, links)
    assert {box.key for box in made.boxes} == set(keys)
    places = sorted((box.y, box.x) for box in made.boxes)
    for (y, x), (below, right) in pairwise(places):
        assert below > y or right >= x + WIDTH
    assert all(0 <= box.x <= made.width - WIDTH and 0 <= box.y <= made.height - HEIGHT for box in made.boxes)
    assert [line.link for line in made.lines] == links
    assert not any(crosses(line.path, box) for line in made.lines for box in made.boxes)
    assert plan(keys, links) == made
