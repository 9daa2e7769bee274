"""Compensation (BPMN 2.0.2 §10.7, §13.5.5): what is done is undone, the latest first."""

from diagram_files import started
from faithful import faithful

from engine.execution import commands as c
from engine.execution.events import CompensationThrown, ElementActivated, ElementCompleted


def test_everything_completed_is_undone_in_reverse_order_while_the_event_waits() -> None:
    case = started("events/compensation_all")
    for step in ("book", "pay", "ask"):
        case.complete(step)
    assert case.said(CompensationThrown)[0].activities == ["ask", "pay", "book"]
    undone = []
    while case.open != ["after"]:
        (handler,) = case.open
        undone.append(handler)
        case.complete(handler)
    assert undone == ["apologise", "pay_back", "cancel_booking"]
    fired = [event.element for event in case.said(ElementCompleted) if event.element.endswith("_undone")]
    assert fired == ["ask_undone", "pay_undone", "book_undone"]
    case.complete("after")
    assert case.outcome == "completed"
    faithful(case)


def test_one_activity_is_undone_beside_what_goes_on_and_the_end_event_waits() -> None:
    case = started("events/compensation_one_without_waiting")
    case.complete("book")
    case.complete("pay")
    assert case.open == ["after"]
    assert [job.element for job in case.instance.jobs()] == ["cancel_booking"]
    case.complete("after")
    assert sorted(job.element for job in case.instance.jobs()) == ["cancel_booking", "pay_back"]
    assert case.at["end"] == 1
    case.do(c.CompleteJob, token=case.job("pay_back"))
    assert not case.instance.ended
    case.do(c.CompleteJob, token=case.job("cancel_booking"))
    assert case.outcome == "completed"
    faithful(case)


def test_only_what_was_completed_is_undone_and_only_once() -> None:
    case = started("events/compensation_by_an_error_handler")
    case.complete("book")
    case.do(c.ThrowError, token=case.job("pay"), error="BAD")
    assert case.open == ["cancel_booking"]
    case.complete("cancel_booking")
    assert case.open == ["explain"]
    case.complete("explain")
    assert case.open == ["after"]
    faithful(case)


def test_a_subprocess_is_undone_from_inside_with_the_variables_it_had() -> None:
    case = started("events/compensation_of_a_subprocess", budget=80)
    case.complete("hotel", price=70)
    case.complete("bus")
    case.complete("train")
    case.complete("decide", budget=5)
    assert case.open == ["cancel_train"]
    assert case.instance.variables(case.task("cancel_train"))["price"] == 70
    case.complete("cancel_train")
    assert case.open == ["cancel_hotel"]
    assert case.at["trip"] == 1
    case.complete("cancel_hotel")
    assert case.outcome == "completed"
    faithful(case)


def test_a_compensation_event_subprocess_decides_what_is_undone() -> None:
    case = started("events/compensation_event_subprocess", budget=80)
    case.complete("hotel")
    case.complete("train")
    assert case.instance.subscriptions() == []
    case.complete("decide")
    assert case.open == ["call_agency"]
    assert case.instance.variables(case.task("call_agency"))["price"] == 80
    case.complete("call_agency")
    assert case.open == ["cancel_hotel"]
    case.complete("cancel_hotel")
    assert case.open == ["after"]
    opened = [event.element for event in case.said(ElementActivated)]
    assert opened.count("trip") == 2
    faithful(case)


def test_every_instance_is_undone_with_its_own_item() -> None:
    case = started("events/compensation_of_several_instances", streets=["a", "b", "c"])
    case.complete("notify", 1)
    case.complete("notify", 0)
    case.complete("notify")
    for _ in range(3):
        case.complete("visit")
    case.complete("decide")
    undone = []
    while not case.instance.ended:
        (handler,) = case.open
        undone.append((handler, case.instance.variables(case.task(handler))["street"]))
        case.complete(handler)
    assert undone == [
        ("say_sorry", "c"),
        ("say_sorry", "b"),
        ("say_sorry", "a"),
        ("take_back", "c"),
        ("take_back", "a"),
        ("take_back", "b"),
    ]
    faithful(case)


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event() -> None:
    case = started("events/transaction", ok=False)
    case.complete("book")
    case.complete("pay")
    assert case.open == ["pay_back"]
    case.complete("pay_back")
    case.complete("cancel_booking")
    assert case.open == ["regret"]
    case.complete("regret")
    assert case.outcome == "completed"
    faithful(case)


def test_a_transaction_that_nobody_cancels_is_an_ordinary_subprocess() -> None:
    case = started("events/transaction", ok=True)
    for step in ("book", "pay", "check"):
        case.complete(step)
    assert case.open == ["thank"]
    faithful(case)


def test_one_cancelled_instance_of_a_transaction_ends_them_all() -> None:
    case = started("events/transaction_of_several_instances", streets=["a", "b"], ok=False)
    case.complete("book", 0)
    case.complete("book")
    case.complete("decide")
    assert case.open == ["cancel_booking", "cancel_booking"]
    case.complete("cancel_booking", 1)
    assert case.open == ["cancel_booking"]
    case.complete("cancel_booking")
    assert case.open == ["regret"]
    faithful(case)


def test_each_round_of_a_loop_is_undone_with_what_it_had() -> None:
    case = started("events/compensation_in_a_loop", count=0)
    for _ in range(3):
        case.complete("book")
    undone = []
    while not case.instance.ended:
        undone.append(case.instance.variables(case.task("cancel_booking"))["number"])
        case.complete("cancel_booking")
    assert undone == [2, 1, 0]
    faithful(case)
