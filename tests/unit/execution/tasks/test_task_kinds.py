"""Tasks without a person or a handler: abstract, manual, send and receive (BPMN 2.0.2 §10.3.3, §13.3.3)."""

from diagram_files import definitions, started
from instance_driver import Case

from engine.execution.events import JobOpened, MessageThrown


def test_abstract_and_manual_tasks_are_passed() -> None:
    case = started("tasks/plain_and_manual")
    assert case.open == ["check"]
    case.complete("check")
    assert case.outcome == "completed"


def test_a_send_task_throws_its_message_and_goes_on() -> None:
    case = started("tasks/send_and_receive", number=7, question="why?", other=1)
    (thrown,) = case.said(MessageThrown)
    assert (thrown.message, thrown.key, thrown.variables) == ("question", "7", {"text": "why?", "number": 7})
    assert [(wait.message, wait.key) for wait in case.instance.subscriptions()] == [("answer", "7")]


def test_a_receive_task_takes_its_message_and_withdraws_its_boundary_timer() -> None:
    case = started("tasks/send_and_receive", number=7, question="why?")
    case.deliver("await_answer", text="because", secret=1)
    assert case.variables == {"number": 7, "question": "why?", "reply": "because"}
    assert case.open == ["read"]
    assert case.instance.timers() == []


def test_a_receive_task_is_interrupted_by_its_boundary_timer() -> None:
    case = started("tasks/send_and_receive", number=7, question="why?")
    case.fire("too_late")
    assert (case.open, case.instance.subscriptions()) == (["remind"], [])


def test_a_receive_task_that_instantiates_starts_the_process_with_its_message() -> None:
    case = Case(definitions("tasks/receive_starts")["p"], {"number": 3, "where": "JC"}, "take_report")
    assert (case.open, case.variables) == (["handle"], {"number": 3, "place": "JC"})
    case.complete("handle")
    assert case.outcome == "completed"


def test_a_send_task_with_a_job_type_asks_its_handler() -> None:
    case = started("tasks/send_by_handler")
    assert [job.type for job in case.said(JobOpened)] == ["notify"]
