"""Multi-instance activities by number, and what they throw (BPMN 2.0.2 §10.3.8)."""

from diagram_files import started
from faithful import faithful

from engine.execution.events import EscalationThrown, SignalThrown


def test_a_number_of_instances_is_evaluated_when_the_activity_begins() -> None:
    case = started("loops/multi_cardinality", number=3, votes=[])
    assert case.open == ["vote"] * 3
    for vote in ("a", "b", "c"):
        case.complete("vote", vote=vote)
    assert (case.outcome, case.variables["votes"]) == ("completed", ["a", "b", "c"])


def test_no_instance_at_all_goes_on_at_once() -> None:
    assert started("loops/multi_cardinality", number=0).outcome == "completed"


def test_a_number_that_is_none_stands_still() -> None:
    case = started("loops/multi_cardinality", number="many", votes=[])
    assert [incident.kind for incident in case.instance.incidents()] == ["expression"]
    case.resolve(number=1)
    assert case.open == ["vote"]


def test_instances_one_by_one_end_by_the_completion_condition() -> None:
    case = started("loops/multi_sequential_cardinality")
    case.complete("vote")
    assert case.open == ["vote"]
    case.complete("vote")
    assert case.outcome == "completed"


def test_behaviour_none_throws_for_each_instance() -> None:
    case = started("loops/multi_behavior_none")
    for number in (1, 2, 3):
        case.complete("vote")
        assert case.open.count("tell") == number
    assert [thrown.variables["numberOfCompletedInstances"] for thrown in case.said(SignalThrown)] == [1, 2, 3]
    assert "after" in case.open


def test_behaviour_one_throws_for_the_first_instance_and_may_interrupt() -> None:
    case = started("loops/multi_behavior_one")
    case.complete("vote")
    assert (case.open, case.variables) == (["tell"], {"counted": 1})


def test_complex_behaviour_throws_where_its_condition_holds() -> None:
    case = started("loops/multi_behavior_complex")
    case.complete("vote")
    assert "tell" not in case.open
    case.complete("vote")
    assert case.open == ["tell", "vote"]
    case.complete("vote")
    assert [(thrown.escalation, thrown.caught_by) for thrown in case.said(EscalationThrown)] == [("HALF", "noticed")]


def test_behaviour_none_without_an_event_throws_the_default_signal_for_each_instance() -> None:
    case = started("loops/multi_default_signal_for_each")
    for number in (1, 2, 3):
        case.complete("vote")
        assert case.open.count("tell") == number
        assert case.variables["counted"] == number
    assert "after" in case.open
    assert case.instance.subscriptions() == []
    assert case.said(SignalThrown) == []
    faithful(case)


def test_behaviour_one_without_an_event_throws_the_default_signal_once_and_may_be_interrupted_by_it() -> None:
    case = started("loops/multi_default_signal_for_the_first")
    case.complete("vote")
    assert (case.open, case.variables) == (["tell"], {"counted": 1})
    faithful(case)
