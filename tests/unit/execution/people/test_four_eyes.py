"""Who may not do a task, and who did it: four-eyes and conflict of interest in the core."""

import pytest
from diagram_files import definitions, started
from instance_driver import Case

from engine.errors import CommandRejected, ExcludedUser
from engine.execution import commands as c
from engine.execution.events import UserTaskOpened


def test_the_starter_and_whoever_completes_a_task_are_kept_in_the_variables_that_the_diagram_names() -> None:
    case = started("people/four_eyes")
    assert case.variables["applicant"] == "kim"
    case.do(c.CompleteTask, actor="lee", token=case.task("check"), variables={"checker": "somebody else"})
    assert case.variables["checker"] == "lee", "a form cannot say that somebody else did it"
    case.do(c.CompleteTask, actor="ann", token=case.task("sign"), variables={"decision": True, "note": "x"})
    assert case.variables["signed"] is True
    assert case.variables["signer"] == "ann", "output mappings do not lose it"
    assert "note" not in case.variables


@pytest.mark.parametrize("actor", ["system", "handler:numbering"])
def test_what_no_person_started_has_no_starter(actor: str) -> None:
    case = Case(definitions("people/four_eyes")["p"], actor=actor)
    assert case.variables["applicant"] is None
    (opened,) = case.said(UserTaskOpened)
    assert opened.excluded_users == []


@pytest.mark.parametrize("command", [c.ClaimTask, c.CompleteTask])
def test_an_excluded_person_can_neither_take_nor_do_the_task(command: type[c.Command]) -> None:
    case = started("people/four_eyes")
    before = case.instance.snapshot()
    with pytest.raises(ExcludedUser) as refused:
        case.do(command, actor="kim", token=case.task("check"))
    assert (refused.value.code, refused.value.details["person"]) == ("excluded_user", "kim")
    assert case.instance.snapshot() == before
    case.do(command, actor="lee", token=case.task("check"))


def test_an_excluded_person_cannot_be_given_the_task() -> None:
    case = started("people/four_eyes")
    before = case.instance.snapshot()
    with pytest.raises(CommandRejected):
        case.do(c.AssignTask, actor="boss", assignee="kim", token=case.task("check"))
    assert case.instance.snapshot() == before


def test_who_is_excluded_is_settled_when_the_task_is_created_and_stands_in_the_journal() -> None:
    case = started("people/four_eyes")
    case.do(c.CompleteTask, actor="lee", token=case.task("check"))
    assert [event.excluded_users for event in case.said(UserTaskOpened)] == [["kim"], ["kim", "lee"]]
    for person in ("kim", "lee"):
        with pytest.raises(ExcludedUser):
            case.do(c.CompleteTask, actor=person, token=case.task("sign"))
