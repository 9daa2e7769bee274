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
