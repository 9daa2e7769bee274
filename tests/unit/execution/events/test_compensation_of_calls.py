"""What called processes did is undone like what subprocesses did (BPMN 2.0.2 §13.3.4, §13.5.5)."""

from diagram_files import started
from faithful import faithful
from instance_driver import Case

from engine.execution.events import CompensationThrown


def test_a_call_is_undone_by_what_its_process_says_the_latest_first() -> None:
    case = started("events/compensation_of_a_call", budget=100)
    case.complete("hotel", room=5)
    case.complete("train", seat="7A")
    case.complete("guide", guide="Li")
    case.complete("decide", room=9, budget=0)
    assert case.said(CompensationThrown)[0].activities == ["visit", "go"]
    undone = []
    while case.open:
        (handler,) = case.open
        undone.append(handler)
        faithful(case)
        case.complete(handler)
    assert undone == ["dismiss", "cancel_train", "cancel_hotel"]
    assert case.outcome == "completed"
    faithful(case)


def test_it_is_undone_with_the_variables_that_its_process_had_when_it_ended() -> None:
    case = started("events/compensation_of_a_call", budget=100)
    for step, values in (("hotel", {"room": 5}), ("train", {}), ("guide", {}), ("decide", {"room": 9, "budget": 0})):
        case.complete(step, **values)
    case.complete("dismiss")
    seen = case.instance.variables(case.task("cancel_train"))
    assert (seen["room"], seen["budget"]) == (5, 100)
    case.complete("cancel_train", refund=30)
    assert case.instance.variables(case.task("cancel_hotel"))["refund"] == 30
    case.complete("cancel_hotel")
    assert case.variables == {"budget": 0, "room": 9}


def test_a_call_that_a_cancelled_transaction_ends_is_undone_as_far_as_it_had_come() -> None:
    case = cancelled(("hotel",))
    assert case.open == ["cancel_hotel"]
    assert case.instance.variables(case.task("cancel_hotel"))["room"] == 5
    case.complete("cancel_hotel")
    assert case.open == ["apologise"]
    faithful(case)


def test_a_call_that_had_ended_in_a_cancelled_transaction_is_undone_whole() -> None:
    case = cancelled(("hotel", "train"))
    assert case.open == ["cancel_train"]
    case.complete("cancel_train")
    case.complete("cancel_hotel")
    assert case.open == ["apologise"]
    faithful(case)


def test_a_call_that_had_done_nothing_leaves_nothing_to_undo() -> None:
    case = cancelled(())
    assert case.open == ["apologise"]
    faithful(case)


def cancelled(done: tuple[str, ...]) -> Case:
    case = started("events/transaction_with_a_running_call")
    for step in done:
        case.complete(step, room=5)
    case.complete("stop")
    return case
