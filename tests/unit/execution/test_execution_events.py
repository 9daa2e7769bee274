"""Messages and timers: start, catch, throw, boundary."""

from instance_driver import NOON, Case
from process_models import (
    Build,
    boundary,
    call,
    catch,
    end,
    mapped,
    message,
    parallel,
    service,
    start,
    sub,
    throw,
    timer,
    user,
)

from engine.execution.events import (
    ElementActivated,
    ElementCancelled,
    ElementCompleted,
    MessageThrown,
    SubscriptionClosed,
    SubscriptionOpened,
    TimerClosed,
    TimerOpened,
    UserTaskClosed,
)

HOUR = 3_600_000


def test_a_message_is_waited_for_by_name_and_key_and_brings_variables() -> None:
    wait = catch("c", message("news", "=id"), outputs=mapped(answer="=said"))
    case = Case(Build().line(start(), wait, user("z"), end()).definition(), {"id": 7})
    (opened,) = case.said(SubscriptionOpened)
    assert (opened.message, opened.key, opened.element) == ("news", "7", "c")
    case.deliver("c", said="yes")
    assert case.variables == {"id": 7, "answer": "yes"}
    assert case.open == ["z"]
    assert [event.outcome for event in case.said(SubscriptionClosed)] == ["delivered"]


def test_a_start_message_maps_its_payload() -> None:
    model = Build().line(start("s", message(), outputs=mapped(street="=place")), user("u"), end())
    case = Case(model.definition(), {"place": "jc", "more": 1}, start_event="s")
    assert case.variables == {"street": "jc"}
    plain = Build().line(start("s", message()), user("u"), end())
    assert Case(plain.definition(), {"place": "jc"}, start_event="s").variables == {"place": "jc"}


def test_messages_thrown_are_numbered_and_carry_their_inputs() -> None:
    one = throw("t", message("sent", "=id"), inputs=mapped(text='="for " + id'))
    model = Build().line(start(), one, user("u"), end("e", message("sent", "=id")))
    case = Case(model.definition(), {"id": "A"})
    case.complete("u")
    first, second = case.said(MessageThrown)
    assert (first.number, first.message, first.key, first.variables) == (1, "sent", "A", {"text": "for A"})
    assert (second.number, second.element, second.variables) == (2, "e", {})
    assert case.outcome == "completed"


def test_timers_are_due_from_the_command_s_time() -> None:
    case = Case(Build().line(start(), catch("t", timer("PT1H")), user("u"), end()).definition())
    (opened,) = case.said(TimerOpened)
    assert opened.due == NOON + HOUR
    case.fire("t")
    assert case.open == ["u"]
    assert [event.outcome for event in case.said(TimerClosed)] == ["fired"]


def test_a_timer_may_be_computed() -> None:
    wait = catch("t", timer('="PT" + string(hours) + "H"'))
    case = Case(Build().line(start(), wait, end()).definition(), {"hours": 3})
    assert case.instance.timers()[0].due == NOON + 3 * HOUR


def test_an_interrupting_boundary_ends_the_task_and_goes_on_instead() -> None:
    model = Build().line(start(), user("u"), user("v"), end())
    model.add(boundary("b", "u", message(), outputs=mapped(kk="=k + 1")), user("h"), end("e2")).flow("b", "h", "e2")
    case = Case(model.definition(), {"key": "A", "k": 9})
    case.deliver("b", k=1)
    assert case.open == ["h"]
    assert case.variables == {"key": "A", "k": 9, "kk": 2}
    assert case.said(UserTaskClosed)[0].outcome == "cancelled"
    assert [event.element for event in case.said(ElementCancelled)] == ["u"]
    assert [event.element for event in case.said(ElementActivated)] == ["s", "u", "b", "h"]


def test_a_boundary_that_never_fires_leaves_no_trace_but_its_opening() -> None:
    model = Build().line(start(), user("u"), user("v"), end())
    model.add(boundary("b", "u", timer("PT1H")), end("e2")).flow("b", "e2")
    case = Case(model.definition())
    case.complete("u")
    assert case.open == ["v"]
    assert case.instance.timers() == []
    assert [event.outcome for event in case.said(TimerClosed)] == ["cancelled"]
    assert "b" not in [event.element for event in case.said(ElementActivated)]
    assert case.said(ElementCancelled) == []


def test_a_boundary_that_does_not_interrupt_may_fire_again_and_again() -> None:
    model = Build().line(start(), user("u"), end())
    model.add(boundary("b", "u", message(), interrupting=False), user("h"), end("e2")).flow("b", "h", "e2")
    case = Case(model.definition(), {"key": "A"})
    case.deliver("b", n=1)
    case.deliver("b", n=2)
    assert case.open == ["h", "h", "u"]
    assert case.variables["n"] == 2
    tokens = [event.token for event in case.said(ElementActivated) if event.element == "b"]
    assert len(set(tokens)) == 2
    case.complete("u")
    assert case.instance.subscriptions() == []
    case.complete("h")
    case.complete("h")
    assert case.outcome == "completed"


def test_a_repeating_timer_fires_as_often_as_it_says() -> None:
    model = Build().line(start(), user("u"), end())
    model.add(boundary("b", "u", timer("R3/PT1H", "cycle"), interrupting=False), end("e2")).flow("b", "e2")
    case = Case(model.definition())
    dues = []
    while case.instance.timers():
        dues.append(case.instance.timers()[0].due)
        case.now = dues[-1] + 5
        case.fire("b")
    assert dues == [NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR]
    assert len([event for event in case.said(ElementCompleted) if event.element == "b"]) == 3
    assert case.open == ["u"]


def test_an_interrupting_event_acts_before_the_subprocess_goes_on() -> None:
    inner = Build().line(start("s2"), parallel("g2"), service("k"), service("l"), end("e2")).add(user("u"))
    inner.flow("g2", "u", "e2")
    model = Build().line(start(), sub("sp", inner), user("z"), end())
    model.add(boundary("b", "sp", timer("PT1H")), user("h"), end("e3")).flow("b", "h", "e3")
    case = Case(model.definition())
    case.fire("b")
    assert case.open == ["h"]
    assert case.instance.jobs() == []
    assert [event.element for event in case.said(ElementCancelled)] == ["k", "u", "sp"]


def test_keys_and_names_must_be_texts() -> None:
    case = Case(Build().line(start(), catch("c", message("news", "=nothing")), end()).definition())
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("expression", "c")
    case.resolve(nothing=1.0)
    assert case.instance.subscriptions()[0].key == "1"


def test_a_branch_from_a_boundary_keeps_the_scope_open() -> None:
    inner = Build().line(start("s2"), user("u"), end("e2"))
    model = Build().line(start(), sub("sp", inner), user("z"), end())
    model.add(boundary("b", "sp", message(), interrupting=False), user("h"), end("e3")).flow("b", "h", "e3")
    case = Case(model.definition(), {"key": "A"})
    case.deliver("b")
    assert case.open == ["h", "u"]
    case.complete("u")
    assert case.open == ["h", "z"]
    case.complete("z")
    assert not case.instance.ended
    case.complete("h")
    assert case.outcome == "completed"


def test_interrupting_a_call_ends_everything_inside_it() -> None:
    leaf = Build().line(start("ls"), service("k"), end("le")).definition("leaf")
    box = sub("sp", Build().line(start("ms"), call("c2", "leaf"), end("me")))
    middle = Build().line(start("qs"), box, end("qe")).definition("middle", [leaf])
    model = Build().line(start(), call("c", "middle"), end())
    model.add(boundary("b", "c", timer("PT1H")), user("h"), end("e2")).flow("b", "h", "e2")
    case = Case(model.definition(called=[middle]))
    case.fire("b")
    assert [(event.element, event.process) for event in case.said(ElementCancelled)] == [
        ("k", "leaf"),
        ("c2", "middle"),
        ("sp", "middle"),
        ("c", ""),
    ]
    assert case.at == {"h": 1}
