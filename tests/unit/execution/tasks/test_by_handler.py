"""Script and business rule tasks and throwing message events whose work a handler does (zeebe:taskDefinition)."""

from diagram_files import definitions
from instance_driver import Case

from engine.execution.events import ElementCompleted, JobOpened, MessageThrown


def run_to(element: str) -> Case:
    case = Case(definitions("tasks/by_handler")["p"], {"rules": "judge-by-hand"})
    for step, result in (("count", {"sum": 3}), ("judge", {"grade": "good"}), ("tell", {"receipt": 1})):
        if step == element:
            break
        case.complete_job(step, **result)
    return case


def test_a_script_task_with_a_job_type_is_a_job_with_its_tries_and_headers() -> None:
    (opened,) = run_to("count").said(JobOpened)
    assert (opened.element, opened.type, opened.retries) == ("count", "python", 2)
    assert opened.headers == {"script": "count.py"}


def test_a_business_rule_task_may_say_its_job_type_by_an_expression() -> None:
    case = run_to("judge")
    assert [(job.element, job.type, job.retries) for job in case.said(JobOpened)][1:] == [("judge", "judge-by-hand", 3)]
    assert case.variables["sum"] == 3


def test_a_throwing_message_event_waits_for_the_handler_that_sends_its_message() -> None:
    case = run_to("tell")
    assert [job.type for job in case.said(JobOpened)][2:] == ["post"]
    assert "tell" not in [done.element for done in case.said(ElementCompleted)]
    case.complete_job("tell", receipt=1)
    assert "tell" in [done.element for done in case.said(ElementCompleted)]
    assert case.variables["receipt"] == 1
    assert case.said(MessageThrown) == []


def test_a_message_end_event_ends_the_case_when_its_handler_has_sent() -> None:
    case = run_to("told_at_last")
    assert (case.said(JobOpened)[-1].headers, case.outcome) == ({"last": "yes"}, "")
    case.complete_job("told_at_last")
    assert case.outcome == "completed"
