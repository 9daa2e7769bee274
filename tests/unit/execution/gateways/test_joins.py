"""Joining gateways and the exclusive one without a way on (BPMN 2.0.2 §10.6.2-4, §13.4.1-3)."""

import pytest
from diagram_files import started


def test_an_exclusive_gateway_without_a_way_on_stands_still_with_a_clear_incident() -> None:
    case = started("gateways/exclusive_none_true", x=3)
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("condition", "which")
    assert "no default flow" in incident.message
    case.resolve(x=2)
    assert case.open == ["two"]


@pytest.mark.parametrize(
    ("need_a", "need_b", "opened"), [(True, True, ["a", "b"]), (True, False, ["a"]), (False, False, ["c"])]
)
def test_an_inclusive_join_in_a_loop_waits_for_what_was_started_this_round(
    need_a: bool, need_b: bool, opened: list[str]
) -> None:
    case = started("gateways/inclusive_in_a_loop", needA=need_a, needB=need_b)
    for _ in range(3):
        assert case.open == opened
        for element in opened:
            assert "check" not in case.open
            case.complete(element)
        assert case.open == ["check"]
        case.complete("check", more=True)
    for element in opened:
        case.complete(element)
    case.complete("check", more=False)
    assert case.outcome == "completed"


def test_an_inclusive_join_goes_on_as_soon_as_the_other_branch_cannot_come_any_more() -> None:
    case = started("gateways/inclusive_early_branch")
    case.complete("b")
    assert case.open == ["a"]
    case.complete("a", gone=True)
    assert case.open == ["after", "aside"]


def test_an_inclusive_join_waits_for_a_branch_that_still_may_come() -> None:
    case = started("gateways/inclusive_early_branch")
    case.complete("b")
    case.complete("a", gone=False)
    assert case.open == ["after"]


def test_a_parallel_join_keeps_an_excess_token_on_its_flow() -> None:
    case = started("gateways/parallel_excess")
    case.complete("a")
    case.complete("b")
    assert case.open == ["c"]
    case.complete("c")
    assert case.open == ["after"]
    case.complete("after")
    assert case.outcome == ""
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("deadlock", "join")
