"""Forms whose choices come from the organisation."""

import re

import pytest
import sqlalchemy as sa

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World
from web.account.tables import unit


@pytest.fixture(autouse=True)
def visits(world: World) -> None:
    world.deploy_visit()


def _options(page: str, field: str) -> list[str]:
    """The values offered by a select."""
    found = re.search(rf'<select id="field-{field}".*?</select>', page, re.DOTALL)
    assert found, field
    return re.findall(r'<option value="([^"]+)"', found[0])


def _visit(world: World) -> str:
    return world.engine.start(
        "visit", {"street": "east", "agency": "east-police"}, Actor("rong", frozenset({"reporter@east"}))
    )


def test_the_start_form_offers_the_visitor_s_own_units_and_has_the_only_one_chosen(world: World) -> None:
    page = world.signed_in("rong").get("/procedures/visit")
    assert _options(page, "street") == ["east"]
    assert '<option value="east" selected>东片</option>' in page


def test_what_follows_from_the_only_choice_is_offered_at_once(world: World) -> None:
    assert _options(world.signed_in("rong").get("/procedures/visit"), "agency") == ["east-police"]


def test_what_is_offered_follows_what_was_chosen_before(world: World) -> None:
    rong = world.signed_in("rong")
    page = rong.send("/procedures/visit", "/procedures/visit", street="east", refresh="1").text
    assert _options(page, "agency") == ["east-police"]
    assert "东片派出所" in page
    assert 'hx-trigger="change"' in page


def test_a_case_starts_with_what_was_chosen(world: World) -> None:
    rong = world.signed_in("rong")
    rong.send("/procedures/visit", "/procedures/visit", street="east", agency="east-police", action="complete")
    (case,) = world.engine.instances(process_id="visit").rows
    assert world.engine.variables(case.id) == {"street": "east", "agency": "east-police"}


def test_what_is_not_offered_is_refused_in_words(world: World) -> None:
    rong = world.signed_in("rong")
    answer = rong.send("/procedures/visit", "/procedures/visit", street="east", agency="west-police", action="complete")
    assert answer.status_code == 422
    assert "请从列出的选项中选择" in answer.text
    assert world.engine.instances(process_id="visit").rows == ()


def test_labels_are_in_the_reader_s_language(world: World) -> None:
    rong = world.signed_in("rong")
    rong.send("/tasks", "/language", language="en")
    assert "East Police Station" in rong.send("/procedures/visit", "/procedures/visit", street="east", refresh="1").text


def test_a_unit_that_is_there_no_more_keeps_its_name_but_cannot_be_chosen(world: World) -> None:
    case = _visit(world)
    address = f"/tasks/{case}/{world.token(case)}"
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(unit).where(unit.c.id == "east-police").values(street="west"))
    mei = world.signed_in("mei")
    assert "<dd>东片派出所</dd>" in mei.get(address)
    refused = mei.send(address, f"{address}/complete", present=["east", "east-police"], action="complete")
    assert refused.status_code == 422
    mei.send(address, f"{address}/complete", present=["east", "west"], action="complete")
    assert world.engine.variables(case)["present"] == ["east", "west"]
