"""What a case knows is shown by name: units, also those that have closed, groups, people, options and parts of them."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import Browser, World
from web.account.tables import unit

VISIT = Path(__file__).parent / "visit"
RONG = Actor("rong", frozenset({"reporter@east"}))


@pytest.fixture
def case(world: World) -> str:
    """A visit of which the procedure keeps who started it and who made it."""
    diagram = (VISIT / "visit.bpmn").read_text(encoding="utf-8")
    for old, new in (
        (
            '<zeebe:property name="starters"',
            '<zeebe:property name="startedBy" value="asker"/><zeebe:property name="starters"',
        ),
        (
            "<zeebe:userTask/>",
            '<zeebe:userTask/><zeebe:properties><zeebe:property name="completedBy" value="visitor"/></zeebe:properties>',
        ),
    ):
        assert old in diagram
        diagram = diagram.replace(old, new)
    forms = {file.name: file.read_bytes() for file in VISIT.glob("*.form")}
    world.engine.deploy({"visit.bpmn": diagram.encode(), **forms}, Actor("zhi"))
    facts = {
        "street": "east",
        "agency": "west-police",
        "called": ["east", "west"],
        "asked": "mender@west",
        "results": [{"agency": "east-police", "mark": "xi"}],
        "remark": "east",
    }
    return world.engine.start("visit", facts, RONG)


def english(browser: Browser) -> Browser:
    browser.send("/tasks", "/language", language="en")
    return browser


def test_units_and_groups_are_named_wherever_a_value_holds_them(world: World, case: str) -> None:
    page = world.signed_in("rong").get(f"/cases/{case}")
    assert "<dd>东片</dd>" in page
    assert "<dd>西片派出所</dd>" in page
    assert "<dd>东片、西片</dd>" in page
    assert "<dd>西片 · 修补员</dd>" in page


def test_the_parts_of_a_value_bear_the_names_of_fields(world: World, case: str) -> None:
    page = world.signed_in("rong").get(f"/cases/{case}")
    assert "派出机构: 东片派出所；mark: xi" in page


def test_a_unit_that_has_closed_since_keeps_its_name(world: World, case: str) -> None:
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(unit).where(unit.c.id == "west-police").values(valid_to="2020-01-01"))
    assert "<dd>西片派出所</dd>" in world.signed_in("rong").get(f"/cases/{case}")


def test_people_are_named_where_the_procedure_keeps_people(world: World, case: str) -> None:
    page = world.signed_in("rong").get(f"/cases/{case}")
    assert "<dt><code>asker</code></dt><dd>荣华</dd>" in page
    mei = Actor("mei", frozenset({"mender@east"}))
    world.engine.complete(case, world.token(case), {}, mei)
    assert "<dt><code>visitor</code></dt><dd>梅花</dd>" in world.signed_in("rong").get(f"/cases/{case}")


def test_the_names_are_english_for_who_reads_english(world: World, case: str) -> None:
    page = english(world.signed_in("rong")).get(f"/cases/{case}")
    assert "<dd>East</dd>" in page
    assert "<dd>West Police Station</dd>" in page
    assert "<dd>Rong Hua</dd>" in page


def test_the_page_of_a_task_names_them_too(world: World, case: str) -> None:
    page = world.signed_in("mei").get(f"/tasks/{case}/{world.token(case)}")
    assert "<dt>街道</dt><dd>东片</dd>" in page
