"""Multi-instance activities, parallel and sequential, of tasks, subprocesses and calls."""

import pytest
from instance_driver import Case
from process_models import (
    Build,
    boundary,
    call,
    each,
    end,
    error,
    message,
    parallel,
    script,
    service,
    start,
    sub,
    user,
    xor,
)

from engine.diagrams.model import TerminateDefinition
from engine.execution import commands as c
from engine.execution.events import ElementActivated, ElementCancelled, VariablesSet

BOTH = pytest.mark.parametrize("sequential", [True, False])


def _beside(task: object) -> Build:
    model = Build().line(start(), parallel("g"), task, parallel("j"), user("z"), end())  # type: ignore[arg-type]
    return model.add(user("b")).flow("g", "b", "j")


@BOTH
def test_each_item_has_an_instance_and_a_place_in_the_output(sequential: bool) -> None:
    task = user("m", multi_instance=each("items", sequential=sequential, into="res", output="r * 10"))
    case = Case(_beside(task).definition(), {"items": [1, 2, 3]})
    for left in (3, 2, 1):
        open_now = [one for one in case.instance.open_user_tasks() if one.element == "m"]
        assert len(open_now) == (1 if sequential else left)
        item = case.instance.variables(open_now[-1].token)
        assert item["loopCounter"] == item["item"]
        case.complete("m", -1 if not sequential else 0, r=item["item"])
    case.complete("b", B=1)
    assert case.open == ["z"]
    assert case.variables["res"] == [10, 20, 30]
    iterations = [event.iteration for event in case.said(ElementActivated) if event.element == "m"]
    assert iterations == [0, 1, 2, 3]


def test_a_plain_output_element_is_local_to_each_instance() -> None:
    task = user("m", multi_instance=each("[1, 2]", into="res", output="r"))
    case = Case(Build().line(start(), task, user("z"), end()).definition(), {"r": "root"})
    case.complete("m", 1, r="second")
    case.complete("m", 0, r="first")
    assert case.variables == {"r": "root", "res": ["first", "second"]}


@BOTH
def test_the_completion_condition_ends_the_rest(sequential: bool) -> None:
    until = "numberOfCompletedInstances >= 2 and numberOfInstances = 3"
    task = user("m", multi_instance=each("items", sequential=sequential, into="res", output="item * 10", until=until))
    case = Case(_beside(task).definition(), {"items": [1, 2, 3]})
    case.complete("m")
    case.complete("m")
    assert case.open == ["b"]
    assert case.variables["res"] == [10, 20, None]
    assert len(case.said(ElementCancelled)) == (0 if sequential else 1)
    case.complete("b")
    assert case.open == ["z"]


def test_the_completion_condition_reads_the_outputs_so_far() -> None:
    until = "list contains(res, false)"
    task = user("m", multi_instance=each("[1, 2, 3]", item="member", into="res", output="ok", until=until))
    case = Case(Build().line(start(), task, user("z"), end()).definition())
    case.complete("m", ok=True)
    assert case.open == ["m", "m"]
    case.complete("m", ok=False)
    assert case.open == ["z"]


@BOTH
def test_an_empty_collection_passes_at_once(sequential: bool) -> None:
    task = user("m", multi_instance=each("[]", sequential=sequential, into="res", output="item"))
    case = Case(Build().line(start(), task, user("z"), end()).definition())
    assert case.open == ["z"]
    assert case.variables == {"res": []}


@BOTH
def test_subprocesses_repeat_with_variables_of_their_own(sequential: bool) -> None:
    inner = Build().line(start("s2"), user("u"), xor("x", default="x-k2"), script("k1", "item * 100", "r"), xor("y"))
    del inner.flows["x-k1"]
    inner.line(script("k2", "item", "r")).flow("x", "k1", when="item > 1").flow("x", "k2", "y")
    inner.add(user("w"), end("e2")).flow("y", "w", "e2")
    box = sub("m", inner, multi_instance=each("items", sequential=sequential, into="res", output="r"))
    case = Case(Build().line(start(), box, user("z"), end()).definition(), {"items": [1, 2, 3], "r": "root"})
    while case.open != ["z"]:
        case.complete(case.open[-1])
    assert case.variables == {"items": [1, 2, 3], "r": "root", "res": [1, 200, 300]}


@BOTH
def test_calls_repeat(sequential: bool) -> None:
    callee = Build().line(start("qs"), user("qu"), script("qk", "item * 2", "r"), end("qe")).definition("q")
    task = call("m", "q", multi_instance=each("[1, 2]", sequential=sequential, into="res", output="r"))
    case = Case(Build().line(start(), task, user("z"), end()).definition(called=[callee]))
    case.complete("qu")
    case.complete("qu")
    assert case.open == ["z"]
    assert case.variables == {"res": [2, 4]}


def test_a_boundary_event_belongs_to_all_instances_together() -> None:
    task = user("m", multi_instance=each("[1, 2]"))
    model = Build().line(start(), task, user("z"), end()).add(boundary("b", "m", message()), user("h"), end("e2"))
    case = Case(model.flow("b", "h", "e2").definition(), {"key": "7"})
    assert len(case.instance.subscriptions()) == 1
    case.complete("m")
    case.deliver("b")
    assert case.open == ["h"]


def test_scripts_over_a_large_collection_grow_no_faster_than_it() -> None:
    task = script("m", "item + 1", "r", multi_instance=each("for i in 1..300 return i", into="res", output="r"))
    case = Case(Build().line(start(), task, user("z"), end()).definition())
    assert case.variables["res"] == list(range(2, 302))
    written = [event for event in case.said(VariablesSet) if "res" in event.values]
    assert len(written) == 1


def test_a_collection_that_is_no_list_stands_still_and_can_be_mended() -> None:
    task = user("m", multi_instance=each("items"))
    case = Case(Build().line(start(), task, end()).definition(), {"items": 5})
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("expression", "m")
    case.resolve(items=[1])
    assert case.open == ["m"]


def test_terminate_ends_only_the_instance_it_happens_in() -> None:
    inner = Build().line(start("s2"), parallel("g2"), user("u"), end("stop", TerminateDefinition()))
    inner.add(user("v"), end("e2")).flow("g2", "v", "e2")
    box = sub("m", inner, multi_instance=each("[1, 2]"))
    case = Case(Build().line(start(), box, user("z"), end()).definition())
    case.complete("u")
    assert case.open == ["u", "v"]
    case.complete("u")
    assert case.open == ["z"]


def test_an_error_in_one_instance_ends_all_of_them() -> None:
    model = Build().line(start(), service("k", multi_instance=each("[1, 2, 3]")), end())
    model.add(boundary("b", "k", error()), user("h"), end("e2")).flow("b", "h", "e2")
    case = Case(model.definition())
    case.do(c.CompleteJob, token=case.job("k"))
    case.do(c.ThrowError, token=case.job("k"), error="broken")
    assert case.instance.jobs() == []
    assert case.at == {"h": 1}
