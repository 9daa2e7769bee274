"""What SpiffWorkflow 3.2.0 gets wrong by itself; each test fails without the mend."""

import pytest
from instance_driver import NOON, Case
from process_models import Build, call, each, end, inclusive, parallel, script, start, sub, user, xor

from engine.execution import Instance, apply, compile
from engine.execution import commands as c
from engine.execution.codec import encode_events
from engine.execution.events import ElementActivated, ElementCompleted, IncidentRaised
from engine.execution.limits import FLOWS_PER_COMMAND, INSTANCES_PER_ACTIVITY


def test_a_loop_of_two_thousand_rounds_completes_at_constant_size() -> None:
    model = Build().line(start(), user("u"), xor("x", default="x-e"), end()).flow("x", "u", when="more")
    program = compile(model.definition())
    instance = Instance.create(program)
    apply(instance, c.StartInstance(id="0", at=NOON, actor="kim"))
    sizes, journal = {}, {}
    for number in range(1, 2001):
        (task,) = instance.open_user_tasks()
        done = c.CompleteTask(id="c", at=NOON, actor="kim", token=task.token, variables={"more": number < 2000})
        events = apply(instance, done)
        sizes[number], journal[number] = len(instance.snapshot()), len(encode_events(events))
        assert len(instance.tokens) <= 1
    assert instance.outcome == "completed"
    assert sizes[1000] <= 1.2 * sizes[10]
    assert journal[1000] <= 1.2 * journal[10]


def test_endless_loops_stand_still_and_can_go_on() -> None:
    model = Build().line(start(), xor("m"), xor("x", default="x-m"), user("u"), end()).flow("x", "m")
    model.flows.pop("x-u")
    model.flow("x", "u", when="stop")
    case = Case(model.definition(), {"stop": False})
    (incident,) = case.instance.incidents()
    assert incident.kind == "runaway"
    assert len(case.said(ElementCompleted)) == FLOWS_PER_COMMAND + 1
    case.resolve(stop=True)
    assert case.open == ["u"]


def test_an_endless_loop_hurts_no_other_branch() -> None:
    inner = Build().line(start("s2"), xor("m"), xor("x")).flow("x", "m").add(end("e2"))
    model = Build().line(start(), parallel("g"), sub("sp", inner), end()).add(user("u")).flow("g", "u", "e")
    case = Case(model.definition())
    assert [incident.kind for incident in case.instance.incidents()] == ["runaway"]
    case.complete("u")
    assert not case.instance.ended


def test_an_endless_loop_of_joins_stands_still() -> None:
    model = Build().line(start(), inclusive("i"), inclusive("j")).flow("j", "i").flow("i", "j", id="again")
    assert [event.kind for event in Case(model.definition()).said(IncidentRaised)] == ["runaway"]


def test_a_collection_beyond_all_bounds_stands_still() -> None:
    task = script("m", "item", "r", multi_instance=each(f"for i in 1..{INSTANCES_PER_ACTIVITY + 1} return i"))
    assert [event.kind for event in Case(Build().line(start(), task, end()).definition()).said(IncidentRaised)] == [
        "runaway"
    ]


def test_a_chain_of_two_thousand_nodes_compiles_and_runs() -> None:
    model = Build().line(start(), *(xor(f"g{number}") for number in range(2000)), user("u"), end())
    case = Case(model.definition())
    assert case.open == ["u"]
    assert len(case.said(ElementCompleted)) == 2001


def test_a_hundred_nested_subprocesses_run_and_cancel() -> None:
    model = Build().line(start(), user("u"), end())
    for level in range(100):
        model = Build().line(start(f"s{level}"), sub(f"sp{level}", model), end(f"e{level}"))
    case = Case(model.definition())
    case.complete("u")
    assert case.outcome == "completed"
    other = Case(model.definition())
    other.do(c.CancelInstance)
    assert other.instance.active() == []


def test_forty_diamonds_start_with_only_the_first_in_memory() -> None:
    model = Build().add(start())
    last = "s"
    for number in range(40):
        model.add(parallel(f"g{number}"), parallel(f"j{number}")).flow(last, f"g{number}")
        for branch in range(3):
            model.add(user(f"u{number}_{branch}")).flow(f"g{number}", f"u{number}_{branch}", f"j{number}")
        last = f"j{number}"
    case = Case(model.add(end()).flow(last, "e").definition())
    assert len(case.instance.tokens) == 3
    assert len(case.instance.snapshot()) < 600
    for number in range(40):
        for branch in range(3):
            case.complete(f"u{number}_{branch}")
    assert case.outcome == "completed"


@pytest.mark.parametrize(
    "names", [("Start", "End"), ("End", "Start"), ("Root", "p.EndJoin"), ("a.BoundaryEventSplit", "s")]
)
def test_no_element_id_is_reserved(names: tuple[str, str]) -> None:
    first, second = names
    case = Case(Build().line(start("begin"), user(first), user(second), end()).definition())
    case.complete(first)
    assert case.open == [second]
    case.complete(second)
    assert case.outcome == "completed"


def test_many_parallel_instances_of_a_subprocess_are_no_runaway() -> None:
    inner = Build().line(start("s2"), *(xor(f"x{n}") for n in range(30)), end("e2"))
    box = sub("m", inner, multi_instance=each("for i in 1..500 return i"))
    case = Case(Build().line(start(), box, user("u"), end()).definition())
    assert case.open == ["u"]
    assert len(case.said(ElementActivated)) > FLOWS_PER_COMMAND


def test_the_same_process_may_be_called_side_by_side() -> None:
    callee = Build().line(start("qs"), user("qu"), end("qe")).definition("q")
    model = Build().line(start(), parallel("g"), call("c1", "q"), parallel("j"), user("z"), end())
    case = Case(model.add(call("c2", "q")).flow("g", "c2", "j").definition(called=[callee]))
    case.complete("qu", 1)
    assert case.open == ["qu"]
    case.complete("qu")
    assert case.open == ["z"]
