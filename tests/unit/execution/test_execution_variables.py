"""Scopes, mappings, results, calls."""

import pytest
from instance_driver import Case
from process_models import Build, call, each, end, mapped, parallel, script, service, start, sub, user, xor

from engine.execution import commands as c
from engine.execution.events import ElementActivated, VariablesSet
from engine.execution.token import NO_DATA


def test_inputs_are_local_and_see_earlier_ones() -> None:
    task = service("k", inputs=mapped(a="=x + 1", b="=a * 10", deep__first="=b", deep__second="=x"))
    case = Case(Build().line(start(), task, end()).definition(), {"x": 1})
    local = case.instance.variables(case.job("k"))
    assert local == {"x": 1, "a": 2, "b": 20, "deep": {"first": 20, "second": 1}}
    assert case.variables == {"x": 1}


def test_without_outputs_results_go_to_the_nearest_scope_that_has_them_else_to_the_process() -> None:
    inner = Build().line(start("s2"), user("u"), end("e2"))
    case = Case(Build().line(start(), sub("sp", inner, inputs=mapped(x="=x * 10")), end()).definition(), {"x": 1})
    case.complete("u", x=77, q=1)
    assert case.variables == {"x": 1, "q": 1}


def test_with_outputs_results_stay_local_and_only_the_mapped_goes_out() -> None:
    task = user("u", outputs=mapped(total="=a + b", order__sum="=total"))
    case = Case(Build().line(start(), task, end()).definition(), {"order": {"id": 7}})
    case.complete("u", a=1, b=2)
    assert case.variables == {"order": {"id": 7, "sum": 3}, "total": 3}


def test_a_subprocess_s_outputs_read_its_own_variables() -> None:
    inner = Build().line(start("s2"), user("u"), end("e2"))
    box = sub("sp", inner, inputs=mapped(x="=x * 10"), outputs=mapped(got="=x + 1"))
    case = Case(Build().line(start(), box, end()).definition(), {"x": 1})
    case.complete("u", x=77)
    assert case.variables == {"x": 1, "got": 78}


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_parallel_branches_lose_nothing(order: str) -> None:
    model = Build().line(start(), parallel("g"), user("a"), parallel("j"), user("z"), end())
    model.add(user("b")).flow("g", "b", "j")
    case = Case(model.definition(), {"list": [{"n": 1}], "keep": 0})
    for name in order:
        case.complete(name, same=name, **{name: {"by": name}}, list=[{"m": name}])
    last = order[-1]
    assert case.variables == {
        "list": [{"m": last}],
        "keep": 0,
        "same": last,
        "a": {"by": "a"},
        "b": {"by": "b"},
    }


def test_key_order_and_odd_names_survive() -> None:
    values = {"z": 1, "a": {"typename": "T", "y": 2, "b": [{"typename": {"x": 1}}]}, "typename": "Decimal"}
    case = Case(Build().line(start(), user("u"), user("v"), end()).definition(), values)
    case.complete("u", m=values)
    assert list(case.variables) == ["z", "a", "typename", "m"]
    assert list(case.variables["a"]) == ["typename", "y", "b"]
    assert case.variables["m"] == values


def test_a_token_s_data_refuses_writes() -> None:
    with pytest.raises(TypeError):
        NO_DATA["x"] = 1
    with pytest.raises(TypeError):
        NO_DATA.update(x=1)
    assert NO_DATA == {}


def _caller(parent: bool, child: bool, **more: object) -> Case:
    callee = Build().line(start("qs"), user("qu"), script("qk", "a + 1", "r"), end("qe")).definition("q")
    model = Build().line(start(), call("c", "q", parent=parent, child=child, **more), user("z"), end())
    return Case(model.definition(called=[callee]), {"x": 1, "secret": 1})


def test_a_call_with_closed_doors_sees_its_inputs_and_gives_back_its_outputs() -> None:
    case = _caller(False, False, inputs=mapped(a="=x"), outputs=mapped(res="=r"))
    assert case.instance.variables(case.task("qu")) == {"a": 1}
    case.complete("qu", w=3)
    assert case.open == ["z"]
    assert case.variables == {"x": 1, "secret": 1, "res": 2}


def test_a_call_with_open_doors_gives_back_everything_but_its_own_inputs() -> None:
    case = _caller(True, True, inputs=mapped(a="=x"))
    case.complete("qu", w=3)
    assert case.variables == {"x": 1, "secret": 1, "w": 3, "r": 2}


def test_a_call_that_gives_nothing_back() -> None:
    case = _caller(False, False, inputs=mapped(a="=x"))
    case.complete("qu", w=3)
    assert case.variables == {"x": 1, "secret": 1}


def test_a_call_hands_back_no_stale_copies() -> None:
    callee = Build().line(start("qs"), user("qu"), end("qe")).definition("q")
    model = (
        Build().line(start(), parallel("g"), call("c", "q"), parallel("j"), end()).add(user("b")).flow("g", "b", "j")
    )
    case = Case(model.definition(called=[callee]), {"x": 1, "y": 1})
    case.complete("b", x=2)
    case.complete("qu", y=2)
    assert case.variables == {"x": 2, "y": 2}


def test_events_in_a_called_process_carry_its_id() -> None:
    case = _caller(True, True, inputs=mapped(a="=x"))
    token = case.task("qu")
    inside = [event for event in case.said(ElementActivated) if event.element in ("qs", "qu")]
    outer = next(event for event in case.said(ElementActivated) if event.element == "c")
    assert {(event.process, event.scope) for event in inside} == {("q", outer.token)}
    assert case.instance.user_task(token).process == "q"  # type: ignore[union-attr]
    assert (outer.token, "c", "") in case.instance.active()


def test_calls_nest_and_repeat() -> None:
    leaf = Build().line(start("ls"), script("lk", "n + 1", "n"), end("le")).definition("leaf")
    middle = Build().line(start("ms"), call("m1", "leaf"), call("m2", "leaf"), end("me")).definition("middle", [leaf])
    case = Case(Build().line(start(), call("c", "middle"), user("z"), end()).definition(called=[middle]), {"n": 0})
    assert case.variables == {"n": 2}
    assert {event.process for event in case.said(ElementActivated)} == {"", "middle", "leaf"}


def test_variables_can_be_rebuilt_from_events_alone() -> None:
    task = user("m", multi_instance=each("items", into="res", output="r"), inputs=mapped(doubled="=item * 2"))
    case = Case(Build().line(start(), task, user("z"), end()).definition(), {"items": [1, 2]})
    case.complete("m", r=5)
    case.complete("m", r=6, extra=1)
    seen: dict[int, dict[str, object]] = {}
    for event in case.said(VariablesSet):
        seen.setdefault(event.scope, {}).update(event.values)
    assert seen[0] == case.variables == {"items": [1, 2], "extra": 1, "res": [5, 6]}


def test_a_handler_s_result_without_mapping_changes_the_local_variable_of_the_same_name() -> None:
    model = Build().line(start(), service("k", inputs=mapped(x="=x")), xor("g"), end())
    case = Case(model.definition(), {"x": 1})
    case.do(c.CompleteJob, token=case.job("k"), variables={"x": 2, "y": 3})
    assert case.variables == {"x": 1, "y": 3}


def test_an_output_may_have_the_name_of_an_input() -> None:
    task = user("u", inputs=mapped(x="=x * 10"), outputs=mapped(x="=x + 1"))
    case = Case(Build().line(start(), task, end()).definition(), {"x": 1})
    case.complete("u")
    assert case.variables == {"x": 11}
