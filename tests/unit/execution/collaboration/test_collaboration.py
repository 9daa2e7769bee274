"""Processes of one file that talk by messages (BPMN 2.0.2 §9, §8.4.2)."""

from diagram_files import definitions, started

from engine.execution.events import MessageThrown


def test_every_executable_process_of_a_file_is_deployed() -> None:
    assert list(definitions("collaboration/question_and_answer")) == ["office", "centre"]


def test_what_one_process_sends_is_what_the_other_starts_by_and_answers() -> None:
    office = started("collaboration/question_and_answer", process="office", number=7, text="why?")
    (question,) = office.said(MessageThrown)
    centre = started(
        "collaboration/question_and_answer", process="centre", start_event="asked", **dict(question.variables)
    )
    centre.complete("think", reply="because")
    (answer,) = centre.said(MessageThrown)
    (wait,) = office.instance.subscriptions()
    assert (answer.message, answer.key) == (wait.message, wait.key) == ("answer", "7")
    office.deliver("wait", **dict(answer.variables))
    assert office.variables["reply"] == "because"


def test_a_correlation_key_gives_sender_and_receiver_the_same_key() -> None:
    office = started("collaboration/correlation_key", process="office", mine="A-1")
    (question,) = office.said(MessageThrown)
    (wait,) = office.instance.subscriptions()
    assert (question.key, wait.key) == ("A-1", "A-1")
    centre = started("collaboration/correlation_key", process="centre", start_event="asked", **dict(question.variables))
    (answer,) = centre.said(MessageThrown)
    assert (answer.key, centre.outcome) == ("A-1", "completed")
