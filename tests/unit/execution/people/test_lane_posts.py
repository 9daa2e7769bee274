"""Lanes that name a role and a unit: whom their tasks are offered to (BPMN 2.0.2 §10.8)."""

import pytest
from diagram_files import started
from instance_driver import Case

from engine.execution import commands as c
from engine.execution.events import AdHocOpened, UserTaskOpened


def _offered(case: Case) -> dict[str, list[str]]:
    return {event.element: event.candidate_groups for event in case.said(UserTaskOpened)}


def test_tasks_are_offered_to_the_role_in_the_unit_that_the_case_names() -> None:
    case = started("people/lanes", street="gumei", centre="gumei-grid")
    for element in ("first", "own", "second", "inside"):
        case.complete(element)
    (choice,) = case.said(AdHocOpened)
    assert choice.candidate_groups == ["dispatcher@gumei-grid"]
    case.do(c.ActivateElement, token=choice.token, element="step")
    case.do(c.CompleteAdHoc, token=choice.token)
    case.complete("third")
    assert _offered(case)["first"] == ["officer@gumei"]
    assert _offered(case)["own"] == ["chief@centre"], "its own assignment goes before the lane's"
    assert _offered(case)["second"] == ["dispatcher@gumei-grid"], "the innermost lane counts"
    assert _offered(case)["inside"] == ["dispatcher@gumei-grid"], "a subprocess stands in its lane with all in it"
    assert _offered(case)["step"] == ["dispatcher@gumei-grid"]
    assert _offered(case)["third"] == ["reviewer@establishment-office"]


def test_a_global_task_and_a_lane_without_role_take_the_lane_around() -> None:
    case = started("people/lanes", street="gumei", centre="gumei-grid")
    for element in ("first", "own", "second", "inside"):
        case.complete(element)
    case.do(c.CompleteAdHoc, token=case.said(AdHocOpened)[0].token)
    case.complete("third")
    case.complete("global")
    assert _offered(case)["global"] == ["reviewer@establishment-office"]
    assert _offered(case)["fourth"] == ["officer@gumei"]


@pytest.mark.parametrize("street", [None, "", " ", 7, ["gumei"], "a@b", "a,b"])
def test_a_unit_that_is_none_stands_still_and_names_the_lane(street: object) -> None:
    case = started("people/lanes", street=street, centre="gumei-grid")
    (incident,) = case.instance.incidents()
    assert incident.kind == "assignment"
    assert incident.details["lane"] == "street"
    assert "street" in incident.message
    case.resolve(street="xinhong")
    assert _offered(case)["first"] == ["officer@xinhong"]
