"""Which scopes a compensation reaches, and what a cancelled transaction undoes (BPMN 2.0.2 §10.5.5, §10.7, §13.5.5)."""

from diagram_files import started
from faithful import faithful
from instance_driver import Case

from engine.execution import commands as c
from engine.execution.events import CompensationThrown, ElementCancelled


def undone(case: Case, until: str) -> list[str]:
    """Complete one handler after the other until the task `until` is open; the handlers in order."""
    found = []
    while until not in case.open:
        (handler,) = case.open
        found.append(handler)
        case.complete(handler)
    return found


def test_a_cancelled_transaction_undoes_what_its_running_subprocesses_had_completed() -> None:
    case = started("events/transaction_with_a_running_subprocess", streets=["a", "b"])
    case.complete("book")
    case.complete("pack", label="L-1")
    case.complete("visit", 1)
    case.complete("declare")
    case.complete("decide")
    assert "inspect" in [event.element for event in case.said(ElementCancelled)]
    assert case.at["regret"] == 0
    assert case.instance.variables(case.task("say_sorry"))["street"] == "b"
    assert undone(case, "regret") == ["say_sorry", "withdraw", "unpack", "cancel_booking"]
    case.complete("regret")
    assert case.outcome == "completed"
    faithful(case)


def test_a_subprocess_that_completed_before_is_undone_by_its_own_handler() -> None:
    case = started("events/transaction_with_a_running_subprocess", streets=["a"])
    for step in ("book", "pack", "declare", "inspect", "decide"):
        case.complete(step)
    assert undone(case, "regret") == ["fetch_back", "cancel_booking"]
    faithful(case)


def test_a_cancelled_transaction_goes_on_with_a_compensation_under_way() -> None:
    case = started("events/transaction_cancelled_during_compensation")
    case.complete("hotel")
    case.complete("train")
    case.complete("cancel_train")
    assert case.open == ["cancel_hotel", "decide"]
    case.complete("decide")
    assert undone(case, "regret") == ["cancel_hotel"]
    faithful(case)


def test_a_handler_that_the_cancellation_cuts_off_runs_again() -> None:
    case = started("events/transaction_cancelled_during_compensation")
    case.complete("hotel")
    case.complete("train")
    assert case.open == ["cancel_train", "decide"]
    case.complete("decide")
    assert undone(case, "regret") == ["cancel_train", "cancel_hotel"]
    case.complete("regret")
    assert case.outcome == "completed"
    faithful(case)


def test_an_event_subprocess_undoes_first_its_own_work_and_then_that_of_the_scope_it_handles() -> None:
    case = started("events/compensation_in_an_event_subprocess")
    case.complete("book")
    case.complete("hotel")
    case.do(c.ThrowError, token=case.job("train"), error="BAD")
    case.complete("replace")
    assert case.said(CompensationThrown)[0].activities == ["replace", "hotel"]
    assert undone(case, "explain") == ["cancel_replacement", "cancel_hotel"]
    case.complete("explain")
    assert case.open == ["after"]
    faithful(case)


def test_a_compensation_event_subprocess_undoes_first_its_own_work() -> None:
    case = started("events/compensation_event_subprocess_undoes_itself_first")
    for step in ("hotel", "decide", "ask_agency"):
        case.complete(step)
    assert undone(case, "after") == ["forget_agency", "cancel_hotel"]
    case.complete("after")
    assert case.outcome == "completed"
    faithful(case)


def test_what_an_event_subprocess_did_is_undone_with_its_scope() -> None:
    case = started("events/compensation_of_an_event_subprocess", key="k")
    case.complete("hotel")
    case.deliver("asked")
    case.complete("guide")
    case.complete("tip")
    case.complete("go")
    case.complete("decide")
    found = []
    while not case.instance.ended:
        (handler,) = case.open
        found.append(handler)
        case.complete(handler)
    assert found == ["cancel_guide", "cancel_hotel"]
    faithful(case)


def test_an_event_subprocess_in_another_undoes_the_other_and_nothing_beyond() -> None:
    case = started("events/compensation_of_an_event_subprocess", key="k")
    case.complete("hotel")
    case.deliver("asked")
    case.complete("guide")
    case.deliver("stopped")
    assert case.said(CompensationThrown)[0].activities == ["guide"]
    assert case.open == ["cancel_guide", "go"]
    case.complete("cancel_guide")
    assert case.open == ["go"]
    faithful(case)


def test_the_cancellation_of_one_instance_undoes_those_that_had_completed_last() -> None:
    case = started("events/transaction_of_several_instances", streets=["a", "b", "c"], ok=True)
    case.complete("book", 0)
    case.complete("decide", ok=True)
    case.complete("book", 0)
    case.complete("decide", ok=False)
    assert case.open == ["cancel_booking"]
    assert case.instance.variables(case.task("cancel_booking"))["street"] == "b"
    case.complete("cancel_booking")
    assert case.open == ["cancel_booking"]
    assert case.instance.variables(case.task("cancel_booking"))["street"] == "a"
    case.complete("cancel_booking")
    assert case.open == ["regret"]
    case.complete("regret")
    assert case.outcome == "completed"
    faithful(case)
