"""What SpiffWorkflow 3.2.0 gets wrong by itself; each test fails without the mend."""

import pytest
from instance_driver import NOON, Case
from process_models import Build, call, each, end, inclusive, parallel, script, start, sub, user, xor

from engine.execution import Instance, apply, compile
from engine.execution import commands as c
from engine.execution.codec import encode_events
from engine.execution.events import ElementActivated, ElementCompleted, IncidentRaised
from engine.execution.limits import FLOWS_PER_COMMAND, INSTANCES_PER_ACTIVITY, LIVING_TOKENS, TOKENS_PER_COMMAND


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


def nested(outer: int, inner: int) -> Build:
    box = sub(
        "m",
        Build()
        .line(start("s2"), user("u", multi_instance=each(f"for j in 1..{inner} return j")))
        .flow("u", "e2")
        .add(end("e2")),
        multi_instance=each(f"for i in 1..{outer} return i"),
    )
    return Build().line(start(), box, end())


@pytest.mark.parametrize("sizes", [(200, 200), (10_000, 10_000), (10, 10_000)])
def test_nested_collections_do_not_fill_the_memory(sizes: tuple[int, int]) -> None:
    case = Case(nested(*sizes).definition())
    assert len(case.instance.tokens) <= LIVING_TOKENS + sizes[0]
    assert len(case.open) <= LIVING_TOKENS
    assert {incident.kind for incident in case.instance.incidents()} == {"runaway"}
    assert Instance.restore(case.program, case.instance.snapshot()).snapshot() == case.instance.snapshot()


def test_what_had_no_room_goes_on_when_there_is_some() -> None:
    case = Case(nested(3, 9_000).definition())
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.details["limit"]) == ("u", str(TOKENS_PER_COMMAND))
    case.resolve()
    (incident,) = case.instance.incidents()
    assert incident.details["limit"] == str(LIVING_TOKENS)
    for task in case.instance.open_user_tasks()[:9_000]:
        apply(case.instance, c.CompleteTask(id="c", at=NOON, actor="kim", token=task.token, variables={}))
    case.resolve()
    assert case.instance.incidents() == []
    assert len(case.open) == 18_000


def test_one_command_creates_so_many_tokens_and_resolving_allows_as_many_again() -> None:
    inner = Build().line(start("s2"), *(xor(f"x{n}") for n in range(60)), end("e2"))
    box = sub("m", inner, multi_instance=each("for i in 1..350 return i"))
    instance = Case(Build().line(start(), box, user("u"), end()).definition()).instance
    assert {incident.kind for incident in instance.incidents()} == {"runaway"}
    assert instance.sequence <= TOKENS_PER_COMMAND + 350
    while incidents := instance.incidents():
        apply(instance, c.ResolveIncident(id="c", at=NOON, actor="kim", token=incidents[0].token, retries=1))
    assert [task.element for task in instance.open_user_tasks()] == ["u"]


def test_the_same_process_may_be_called_side_by_side() -> None:
    callee = Build().line(start("qs"), user("qu"), end("qe")).definition("q")
    model = Build().line(start(), parallel("g"), call("c1", "q"), parallel("j"), user("z"), end())
    case = Case(model.add(call("c2", "q")).flow("g", "c2", "j").definition(called=[callee]))
    case.complete("qu", 1)
    assert case.open == ["qu"]
    case.complete("qu")
    assert case.open == ["z"]
