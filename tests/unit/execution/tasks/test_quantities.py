"""Activities that take or give several tokens (BPMN 2.0.2 §10.3.2, §13.3.2)."""

from diagram_files import started
from faithful import faithful
from instance_driver import Case

from engine.execution import commands as c


def ordered() -> Case:
    case = started("tasks/quantities")
    case.complete("order")
    return case


def test_an_activity_sends_as_many_tokens_as_it_says() -> None:
    assert ordered().open == ["check"] * 4


def test_an_activity_begins_only_with_as_many_tokens_as_it_says_by_whichever_flows() -> None:
    case = ordered()
    case.complete("check", ok=True)
    assert case.open == ["check"] * 3
    case.complete("check", ok=False)
    assert case.open == ["check", "check", "repair"]
    case.complete("repair")
    assert case.open == ["box", "check", "check"]
    faithful(case)


def test_it_begins_again_with_the_next_tokens() -> None:
    case = ordered()
    for _ in range(4):
        case.complete("check", ok=True)
    assert case.open == ["box", "box"]
    case.complete("box")
    case.complete("box")
    assert case.outcome == "completed"
    faithful(case)


def test_a_token_that_waits_for_others_goes_with_its_case() -> None:
    case = ordered()
    case.complete("check", ok=True)
    case.do(c.CancelInstance, reason="")
    assert case.outcome == "cancelled"
    faithful(case)


def test_tokens_that_are_too_few_for_ever_stand_still_visibly() -> None:
    case = started("tasks/too_few")
    case.complete("left", go=True)
    case.complete("right", go=False)
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.kind) == ("both", "deadlock")
    faithful(case)
