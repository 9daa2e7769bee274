"""Sequence, exclusive, parallel and inclusive gateways, jobs, scripts, subprocesses, ends."""

from instance_driver import Case
from process_models import Build, end, inclusive, parallel, script, service, start, sub, throw, user, xor

from engine.diagrams.model import TerminateDefinition
from engine.execution import commands as c
from engine.execution.events import (
    ConditionsEvaluated,
    ElementActivated,
    ElementCancelled,
    ElementCompleted,
    FlowTaken,
    InstanceEnded,
    JobOpened,
    UserTaskOpened,
)


def test_a_case_runs_from_start_over_a_task_a_gateway_and_a_job_to_its_end() -> None:
    model = Build().line(start(), user("a"), xor("g", default="g-z")).line(service("k"), xor("m"), end())
    model.add(user("z")).flow("g", "k", when="x > 3").flow("g", "z", "m")
    case = Case(model.definition(), {"x": 5})
    assert case.open == ["a"]
    case.complete("a", y=1)
    assert case.said(ConditionsEvaluated)[0].values == {"g-k": True}
    assert case.said(JobOpened)[0].type == "work"
    case.do(c.CompleteJob, token=case.job("k"), variables={"r": 2})
    assert case.outcome == "completed"
    assert case.variables == {"x": 5, "y": 1, "r": 2}
    assert [flow.flow for flow in case.said(FlowTaken)] == ["s-a", "a-g", "g-k", "k-m", "m-e"]
    assert case.said(InstanceEnded) == [InstanceEnded(outcome="completed")]


def test_every_node_is_announced_and_ends_exactly_once() -> None:
    inner = Build().line(start("s2"), parallel("g2")).add(user("u"), user("v"), end("e2")).flow("g2", "u", "e2")
    inner.flow("g2", "v", "e2")
    model = Build().line(start(), sub("sp", inner), throw("note"), end())
    case = Case(model.definition())
    case.complete("u")
    case.complete("v")
    begun = [(event.token, event.element) for event in case.said(ElementActivated)]
    done = [(event.token, event.element) for event in case.said(ElementCompleted)]
    assert sorted(begun) == sorted(done)
    assert len({token for token, _ in begun}) == len(begun)
    nested = {event.element: event.scope for event in case.said(ElementActivated)}
    own = {element: token for token, element in begun}
    assert nested["u"] == nested["s2"] == own["sp"]
    assert nested["sp"] == nested["note"] == 0


def test_an_exclusive_gateway_takes_the_first_true_flow_and_else_its_default() -> None:
    model = (
        Build()
        .line(start(), user("ask"), xor("g", default="g-c"), xor("m"), end())
        .add(user("a"), user("b"), user("c"))
    )
    del model.flows["g-m"]
    model.flow("g", "a", when="x > 1").flow("g", "b", when="x > 0").flow("g", "c")
    for name in "abc":
        model.flow(name, "m")
    for x, expected in ((2, "a"), (1, "b"), (0, "c")):
        case = Case(model.definition())
        case.complete("ask", x=x)
        assert case.open == [expected]


def test_a_parallel_gateway_splits_and_waits_for_all() -> None:
    model = Build().line(start(), parallel("g"), user("a"), parallel("j"), user("z"), end())
    model.add(user("b"), user("c")).flow("g", "b", "j").flow("g", "c", "j")
    case = Case(model.definition())
    assert case.open == ["a", "b", "c"]
    case.complete("b")
    case.complete("a")
    assert case.open == ["c"]
    assert case.at == {"c": 1, "j": 1}
    case.complete("c")
    assert case.open == ["z"]


def test_an_inclusive_gateway_takes_every_true_flow_and_joins_just_those() -> None:
    model = Build().line(start(), inclusive("g", default="g-c"), user("a"), inclusive("j"), user("z"), end())
    model.add(user("b"), user("c")).flow("g", "b", when="x > 1").flow("g", "c", "j").flow("b", "j")
    model.flow("g", "a", when="x > 0")
    for x, expected in ((2, ["a", "b"]), (1, ["a"]), (0, ["c"])):
        case = Case(model.definition(), {"x": x})
        assert case.open == expected
        for name in expected:
            case.complete(name)
        assert case.open == ["z"]


def test_an_inclusive_join_waits_for_a_subprocess_that_is_under_way() -> None:
    inner = Build().line(start("s2"), user("u"), end("e2"))
    model = Build().line(start(), inclusive("g"), user("a"), inclusive("j"), user("z"), end())
    model.add(sub("sp", inner), user("after")).flow("g", "sp", "after", "j")
    case = Case(model.definition())
    case.complete("a")
    assert case.open == ["u"]
    case.complete("u")
    assert case.open == ["after"]
    case.complete("after")
    assert case.open == ["z"]


def test_a_parallel_join_in_a_loop_counts_each_round_anew() -> None:
    model = Build().line(
        start(), xor("m"), parallel("g"), user("a"), parallel("j"), user("t"), xor("x", default="x-e"), end()
    )
    model.add(user("b")).flow("g", "b", "j").flow("x", "m", when="n < 3")
    case = Case(model.definition())
    for round_number in (1, 2, 3):
        case.complete("b")
        assert case.open == ["a"]
        case.complete("a")
        assert case.open == ["t"]
        case.complete("t", n=round_number)
    assert case.outcome == "completed"


def test_excess_tokens_stay_at_the_join() -> None:
    model = Build().line(start(), parallel("g"), user("a1"), xor("x"), parallel("j"), user("t"), end())
    model.add(user("a2"), user("b")).flow("g", "a2", "x").flow("g", "b", "j")
    case = Case(model.definition())
    case.complete("a1")
    case.complete("a2")
    case.complete("b")
    assert case.open == ["t"]
    assert case.at == {"t": 1, "j": 1}
    case.complete("t")
    assert not case.instance.ended
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("deadlock", "j")
    case.do(c.CancelInstance, reason="mistaken diagram")
    assert case.outcome == "cancelled"


def test_a_task_with_two_outgoing_flows_splits_and_one_with_two_incoming_flows_runs_twice() -> None:
    model = Build().line(start(), user("a"), user("b"), user("z"), end()).add(user("c")).flow("a", "c", "z")
    case = Case(model.definition())
    case.complete("a")
    assert case.open == ["b", "c"]
    case.complete("b")
    case.complete("c")
    assert case.open == ["z", "z"]
    case.complete("z", 1)
    case.complete("z")
    assert case.outcome == "completed"


def test_a_condition_on_a_task_s_only_flow_is_not_ignored() -> None:
    model = Build().line(start(), user("a")).add(end()).flow("a", "e", when="ok")
    case = Case(model.definition(), {"ok": False})
    case.complete("a")
    assert [incident.kind for incident in case.instance.incidents()] == ["condition"]
    case.resolve(ok=True)
    assert case.outcome == "completed"


def test_terminate_ends_its_own_scope_only() -> None:
    inner = Build().line(start("s2"), parallel("g2"), user("u"), end("stop", TerminateDefinition()))
    inner.add(user("v"), end("e2")).flow("g2", "v", "e2")
    model = Build().line(start(), parallel("g"), sub("sp", inner), user("next"), end())
    model.add(user("beside"), end("e3")).flow("g", "beside", "e3")
    case = Case(model.definition())
    case.complete("u")
    assert case.open == ["beside", "next"]
    assert [event.element for event in case.said(ElementCancelled)] == ["v"]


def test_terminate_in_the_process_ends_the_instance() -> None:
    model = Build().line(start(), parallel("g"), user("a"), end("stop", TerminateDefinition()))
    model.add(user("b"), end()).flow("g", "b", "e")
    case = Case(model.definition())
    case.complete("a")
    assert case.outcome == "terminated"
    assert case.instance.active() == []


def test_scripts_assign_their_result() -> None:
    model = Build().line(start(), script("k", "x + 1", "y"), user("u"), end())
    case = Case(model.definition(), {"x": 1})
    assert case.variables == {"x": 1, "y": 2}


def test_assignment_is_literal_or_computed() -> None:
    from engine.diagrams.model import Expression

    literal = user("a", candidate_groups="clerk@jc, head@jc", due_date="2026-01-02", priority="70", form="f")
    computed = user(
        "b",
        assignee=Expression("who"),
        candidate_groups=Expression('["clerk@" + street]'),
        due_date=Expression('"2026-01-0" + string(day)'),
    )
    case = Case(Build().line(start(), literal, computed, end()).definition(), {"who": "li", "street": "jc", "day": 3})
    (opened,) = case.said(UserTaskOpened)
    assert opened.candidate_groups == ["clerk@jc", "head@jc"]
    assert (opened.form, opened.priority, opened.due) == ("f", 70, 1_767_283_200_000)
    case.complete("a")
    (task,) = case.instance.open_user_tasks()
    assert (task.assignee, task.candidate_groups, task.due) == ("li", ["clerk@jc"], 1_767_369_600_000)


def test_the_start_event_is_chosen_by_name() -> None:
    model = Build().line(start("one"), user("a"), end()).add(start("two")).flow("two", "a")
    case = Case(model.definition(), start_event="two")
    assert case.open == ["a"]
    assert case.said(ElementActivated)[0].element == "two"


def test_an_inclusive_join_does_not_wait_for_a_token_that_can_come_by_a_filled_flow() -> None:
    model = Build().line(start(), inclusive("g"), user("a"), xor("m"), inclusive("j"), user("z"), end())
    model.add(user("b"), xor("x", default="x-m"), user("k")).flow("g", "b", "x", "m").flow("x", "k", when="far")
    model.flow("k", "j")
    case = Case(model.definition(), {"far": False})
    case.complete("a")
    assert case.open == ["b", "z"]
    case.complete("b")
    assert case.open == ["z", "z"]
