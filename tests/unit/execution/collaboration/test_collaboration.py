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


def test_a_key_of_several_properties_is_the_same_on_both_sides_in_its_own_order() -> None:
    office = started("collaboration/composite_key", process="office", mine=7, street="jc")
    (question,) = office.said(MessageThrown)
    (wait,) = office.instance.subscriptions()
    assert (question.key, wait.key) == ('["jc","7"]', '["jc","7"]')
    centre = started("collaboration/composite_key", process="centre", start_event="asked", **dict(question.variables))
    (answer,) = centre.said(MessageThrown)
    assert (answer.key, centre.outcome) == (wait.key, "completed")


def test_a_key_without_one_of_its_properties_stands_still() -> None:
    office = started("collaboration/composite_key", process="office", mine=7)
    (incident,) = office.instance.incidents()
    assert incident.element == "ask"
    office.resolve(sent={"number": 7, "street": "gm"}, street="gm")
    assert office.said(MessageThrown)[0].key == '["gm","7"]'
