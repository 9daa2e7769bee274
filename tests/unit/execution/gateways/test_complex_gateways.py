"""Complex gateways: activation, reset, and both outgoing phases (BPMN 2.0.2 §10.6.5, §13.4.5)."""

from itertools import permutations

import pytest
from diagram_files import started


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_two_of_three_go_on_once_and_the_third_is_swallowed(order: tuple[str, str, str]) -> None:
    case = started("gateways/complex_two_of_three")
    first, second, third = order
    case.complete(first)
    assert "after" not in case.open
    case.complete(second)
    assert case.open == sorted(["after", third])
    case.complete(third)
    assert case.open == ["after"]
    case.complete("after")
    assert case.outcome == "completed"


def test_the_third_may_come_after_everything_else_is_done() -> None:
    case = started("gateways/complex_two_of_three")
    case.complete("a")
    case.complete("b")
    case.complete("after")
    assert (case.open, case.outcome) == (["c"], "")
    case.complete("c")
    assert case.outcome == "completed"


def test_the_activation_condition_reads_tokens_by_flow() -> None:
    case = started("gateways/complex_reset")
    case.complete("c")
    assert case.open == ["a", "b", "begin"]


def test_flows_out_are_asked_again_at_the_reset() -> None:
    case = started("gateways/complex_reset")
    case.complete("a")
    assert case.open == ["b", "c"]
    case.complete("b")
    assert case.open == ["begin", "c"]
    case.complete("c")
    assert case.open == ["begin", "finish"]
    case.complete("begin")
    case.complete("finish")
    assert case.outcome == "completed"


@pytest.mark.parametrize(("x", "taken"), [(1, ["c"]), (2, ["a"]), (3, ["a", "b"])])
def test_a_complex_gateway_that_only_splits_takes_every_flow_that_holds(x: int, taken: list[str]) -> None:
    assert started("gateways/complex_diverging", x=x).open == taken


def test_a_complex_gateway_starts_anew_after_each_reset() -> None:
    case = started("gateways/complex_in_a_loop", needed=2)
    for more in (True, True, False):
        case.complete("b")
        case.complete("a")
        assert case.open == ["c", "check"]
        case.complete("c")
        assert case.open == ["check"]
        case.complete("check", more=more)
    assert case.outcome == "completed"


def test_a_second_round_before_the_reset_waits_for_it() -> None:
    case = started("gateways/complex_in_a_loop", needed=2)
    case.complete("a")
    case.complete("b")
    case.complete("check", more=True)
    assert case.open == ["a", "b", "c", "c"]
    case.complete("a")
    case.complete("b")
    assert "check" not in case.open
    case.complete("c")
    assert case.open == ["c", "check"]


def test_an_activation_that_can_never_come_is_a_deadlock() -> None:
    case = started("gateways/complex_in_a_loop", needed=9)
    for element in "abc":
        case.complete(element)
    assert [(incident.kind, incident.element) for incident in case.instance.incidents()] == [("deadlock", "two")]


def test_an_activation_condition_that_fails_stands_still_and_loses_no_token() -> None:
    case = started("gateways/complex_in_a_loop", needed="two")
    case.complete("a")
    case.complete("b")
    (incident,) = case.instance.incidents()
    assert incident.element == "two"
    case.resolve(needed=2)
    assert case.open == ["c", "check"]


def test_no_condition_that_holds_is_an_incident() -> None:
    case = started("gateways/complex_none_true", x=3)
    assert [incident.element for incident in case.instance.incidents()] == ["which"]
    case.resolve(x=2)
    assert case.open == ["b"]


def test_tokens_that_arrive_at_once_are_looked_at_one_by_one() -> None:
    case = started("gateways/complex_at_once")
    assert case.open == ["after"]
    case.complete("after")
    assert case.outcome == "completed"
