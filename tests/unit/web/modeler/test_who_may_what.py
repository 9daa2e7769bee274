"""Who may do what at every address of the workshop: an address that is added is denied to everybody but policy officers
until it is named here."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.unit.web.conftest import World

READING = {
    ("modeler.decisions.sheet", "POST"),
    ("modeler.decisions.try_out", "POST"),
    ("modeler.diagrams.known_variables", "POST"),
    ("modeler.diagrams.lint", "POST"),
    ("modeler.forms.draw", "POST"),
    ("modeler.pictures.pdf", "POST"),
}
"""Addresses that take a drawing, a table or a form in and keep nothing of it: open to whoever reads the workshop."""
DRAWING = {
    ("modeler.drafts.new", "GET"),
    ("modeler.impact.plan", "GET"),
    ("modeler.publishing.ask", "GET"),
    ("modeler.trials.choose_case", "GET"),
}
"""Addresses that show a form which only policy officers may send."""
EVERYBODY = {("modeler.drafts.token", "GET")}
"""A token against forged requests, and one's own name: editors ask for it when the session is another."""
OPERATIONS = {("modeler.publishing.operations", "GET")}
"""What operators read, too."""

SENT = {"when": "later", "day": "", "time": "", "place": "1", "state": "right"}
"""A form that would be refused for what it says: whoever may not send it is not told so."""

Address = tuple[str, str, str]


def addresses(world: World) -> Iterator[Address]:
    """Endpoint, method and path of everything in the workshop, about things that are not there."""
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint.startswith("modeler.") and rule.endpoint != "modeler.static":
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: "no.bpmn" if part[1] == "file" else "pothole", rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, path


def status(client: FlaskClient, token: str, address: Address) -> int:
    _, method, path = address
    data = None if method == "GET" else SENT
    return client.open(path, method=method, data=data, headers={"X-CSRFToken": token}).status_code


def opened_to(world: World, person: str) -> set[tuple[str, str]]:
    client = world.signed_in(person).client
    token = client.get("/workshop/token").get_json()["token"]
    return {address[:2] for address in addresses(world) if status(client, token, address) != 403}


@pytest.fixture
def every(world: World) -> set[tuple[str, str]]:
    found = {address[:2] for address in addresses(world)}
    assert found >= READING | DRAWING | EVERYBODY | OPERATIONS
    return found


def test_who_has_no_role_in_the_workshop_gets_nowhere(world: World, every: set[tuple[str, str]]) -> None:
    assert opened_to(world, "rong") == EVERYBODY


def test_operators_read_the_journal_alone(world: World, every: set[tuple[str, str]]) -> None:
    assert opened_to(world, "yun") == EVERYBODY | OPERATIONS


def test_auditors_read_everything_and_change_nothing(world: World, every: set[tuple[str, str]]) -> None:
    shown = {one for one in every if one[1] == "GET"} - DRAWING
    assert opened_to(world, "shen") == shown | READING


def test_policy_officers_are_kept_from_nothing(world: World, every: set[tuple[str, str]]) -> None:
    # A case is recorded by who may see it, whatever they draw.
    assert opened_to(world, "zhi") == every - {("modeler.trials.record_case", "POST")}


def test_nobody_gets_in_without_signing_in_or_by_a_forged_request(world: World) -> None:
    nobody, forged = world.browser().client, world.signed_in("zhi").client
    for endpoint, method, path in addresses(world):
        got = nobody.open(path, method=method)
        if method == "GET":
            assert got.status_code in (302, 401), endpoint
        else:
            assert got.status_code in (302, 400, 401), endpoint
            assert forged.open(path, method=method, data=SENT).status_code == 400, endpoint
