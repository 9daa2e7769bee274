"""What fails leaves its token where it was, hurts nobody else, and can be tried again."""

from types import SimpleNamespace
from typing import Any

import pytest
from instance_driver import Case
from process_models import (
    Build,
    boundary,
    call,
    catch,
    each,
    end,
    inclusive,
    mapped,
    message,
    parallel,
    script,
    service,
    start,
    timer,
    user,
    xor,
)

from engine.diagrams.model import BusinessRuleTask, Expression, FlowNode
from engine.errors import FeelError
from engine.execution import commands as c
from engine.execution.events import (
    DecisionEvaluated,
    ElementActivated,
    IncidentRaised,
    IncidentResolved,
    JobOpened,
    VariablesSet,
)

NEEDS_COUNT = "count"
"""Fails while there is no variable `count`, because FEEL takes the name for its function."""


class Table:
    """A decision that fails while `level` is missing."""

    id = name = "rules"
    input_names = frozenset({"level"})

    def decide(self, inputs: dict[str, Any], now: int) -> SimpleNamespace:
        if "level" not in inputs:
            raise FeelError("level is missing", expression="level", reason="missing")
        return SimpleNamespace(result={"days": inputs["level"] * 2}, rules=["r1"], inputs=inputs)


def rule(id: str) -> FlowNode:
    return BusinessRuleTask(id=id, name=id, decision="rules", result_variable="found")


CASES: list[tuple[FlowNode, str, dict[str, Any]]] = [
    (service("k", type="=kind"), "expression", {"kind": "work"}),
    (user("k", candidate_groups=Expression("groups")), "assignment", {"groups": ["a@b"]}),
    (user("k", due_date=Expression("when")), "assignment", {"when": "2026-01-02"}),
    (user("k", priority=Expression("urgency")), "assignment", {"urgency": 3}),
    (catch("k", timer("=when")), "timer", {"when": "PT1H"}),
    (catch("k", message("news", "=key")), "expression", {"key": "A"}),
    (rule("k"), "decision", {"level": 2}),
    (user("k", multi_instance=each("items")), "expression", {"items": []}),
]


@pytest.mark.parametrize(("node", "kind", "mend"), CASES)
def test_a_failing_step_stands_still_beside_others_and_is_repeated(
    node: FlowNode, kind: str, mend: dict[str, Any]
) -> None:
    wrong = {"groups": 5, "when": "soon", "urgency": 101}
    model = Build().line(start(), parallel("g"), node, end()).add(user("u")).flow("g", "u", "e")
    case = Case(model.definition(decisions={"rules": Table()}), {k: v for k, v in wrong.items() if k in mend})
    (raised,) = case.said(IncidentRaised)
    assert (raised.kind, raised.element) == (kind, "k")
    assert (raised.token, "k", "") in case.instance.active()
    assert case.open == ["u"]
    case.complete("u")
    assert not case.instance.ended
    case.resolve(**mend)
    assert case.instance.incidents() == []
    assert len([event for event in case.said(ElementActivated) if event.element == "k" and not event.iteration]) == 1


def test_an_assignment_that_names_nobody_stands_still() -> None:
    task = user("k", candidate_groups=Expression('if street = null then null else ["dispatcher@" + street]'))
    case = Case(Build().line(start(), task, end()).definition())
    (incident,) = case.instance.incidents()
    assert (incident.kind, case.open) == ("assignment", [])
    case.resolve(street="xinhong")
    assert case.open == ["k"]


def test_an_expression_that_feel_cannot_compute_stands_still() -> None:
    case = Case(Build().line(start(), script("k", NEEDS_COUNT, "y"), user("u"), end()).definition())
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element, incident.details["expression"]) == ("expression", "k", NEEDS_COUNT)
    case.resolve(count=3)
    assert case.variables == {"count": 3, "y": 3}


def test_decisions_are_recorded() -> None:
    case = Case(
        Build().line(start(), rule("k"), user("u"), end()).definition(decisions={"rules": Table()}),
        {"level": 2, "x": 1},
    )
    (made,) = case.said(DecisionEvaluated)
    assert (made.inputs, made.rules, made.result) == ({"level": 2}, ["r1"], {"days": 4})
    assert case.variables["found"] == {"days": 4}


def test_no_true_condition_and_no_default_stands_still_at_the_gateway() -> None:
    for gateway in (xor("g"), inclusive("g")):
        model = Build().line(start(), gateway).add(user("a"), end()).flow("g", "a", "e", when="x > 1")
        case = Case(model.definition(), {"x": 1})
        (incident,) = case.instance.incidents()
        assert (incident.kind, incident.element) == ("condition", "g")
        case.resolve(x=2)
        assert case.open == ["a"]


def test_a_condition_that_is_neither_true_nor_false_stands_still() -> None:
    model = Build().line(start(), xor("g", default="g-e")).add(user("a"), end()).flow("g", "a", when="misspelt > 1")
    case = Case(model.flow("g", "e").flow("a", "e").definition())
    (incident,) = case.instance.incidents()
    assert incident.details["flow"] == "g-a"


def test_a_failing_output_keeps_what_was_submitted() -> None:
    task = user("u", outputs=mapped(total=f"={NEEDS_COUNT}", double="=2 * amount"))
    case = Case(Build().line(start(), task, user("z"), end()).definition(), {"x": 1})
    case.complete("u", amount=5)
    (incident,) = case.instance.incidents()
    assert case.instance.variables(incident.token) == {"x": 1, "amount": 5}
    assert case.variables == {"x": 1}
    case.resolve(count=4)
    assert case.open == ["z"]
    assert case.variables == {"x": 1, "count": 4, "total": 4, "double": 10}


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_failing_output_of_an_event_is_repeated(interrupting: bool) -> None:
    model = Build().line(start(), user("u"), end())
    outputs = mapped(total=f"={NEEDS_COUNT}")
    model.add(boundary("b", "u", message(), interrupting=interrupting, outputs=outputs), user("h"), end("e2"))
    case = Case(model.flow("b", "h", "e2").definition(), {"key": "A"})
    case.deliver("b", n=1)
    case.resolve(count=4)
    assert "h" in case.open
    assert case.variables == {"key": "A", "count": 4, "total": 4}


def test_a_failing_input_is_repeated_without_a_second_activation() -> None:
    case = Case(Build().line(start(), service("k", inputs=mapped(a="=1", b=f"={NEEDS_COUNT}")), end()).definition())
    assert case.instance.jobs() == []
    case.resolve(count=2)
    assert case.instance.variables(case.job("k")) == {"a": 1, "b": 2, "count": 2}
    assert [event.element for event in case.said(ElementActivated)] == ["s", "k"]


@pytest.mark.parametrize("part", ["output", "until"])
def test_a_failing_instance_of_many_stands_still_alone(part: str) -> None:
    loop = each(
        "[1, 2]",
        into="res",
        output=NEEDS_COUNT if part == "output" else "item * 2",
        until="ready" if part == "until" else "",
    )
    case = Case(Build().line(start(), user("m", multi_instance=loop), user("z"), end()).definition())
    case.complete("m")
    (incident,) = case.instance.incidents()
    assert incident.element == "m"
    assert case.open == ["m"]
    case.resolve(count=7, ready=False)
    case.complete("m")
    assert case.open == ["z"]
    assert case.variables["res"] == ([7, 7] if part == "output" else [2, 4])


def test_a_failing_boundary_opens_nothing_until_it_is_mended() -> None:
    model = Build().line(start(), service("k"), end())
    model.add(boundary("b1", "k", timer("PT1H")), boundary("b2", "k", message("m", "=key")), end("e2"))
    case = Case(model.flow("b1", "e2").flow("b2", "e2").definition())
    assert case.instance.timers() == case.instance.jobs() == []
    case.resolve(key="A")
    assert len(case.instance.timers()) == len(case.instance.subscriptions()) == len(case.instance.jobs()) == 1


def test_a_job_without_tries_left_is_an_incident_and_opens_anew() -> None:
    case = Case(Build().line(start(), service("k"), end()).definition())
    token = case.job("k")
    case.do(c.FailJob, token=token, message="offline", retries=2, retry_at=case.now + 1000)
    assert case.instance.incidents() == []
    assert case.instance.job(token).retries == 2  # type: ignore[union-attr]
    case.do(c.FailJob, token=token, message="offline", retries=0)
    assert [incident.kind for incident in case.instance.incidents()] == ["job"]
    case.do(c.ResolveIncident, token=token, retries=3)
    assert case.said(JobOpened)[-1].retries == 3
    case.do(c.CompleteJob, token=token)
    assert case.outcome == "completed"


def test_a_failed_job_says_in_its_incident_which_field_is_wrong() -> None:
    case = Case(Build().line(start(), service("k"), end()).definition())
    wrong = {"field": "streets", "problem": "type", "expected": "array", "given": "str"}
    case.do(c.FailJob, token=case.job("k"), message="wrong", retries=0, code="handler_input", details=wrong)
    (raised,) = case.said(IncidentRaised)
    assert raised.details == {**wrong, "code": "handler_input", "type": "work", "message": "wrong"}
    assert case.instance.incidents()[0].details == raised.details


def test_a_failure_journalled_without_a_code_causes_what_it_caused_then() -> None:
    case = Case(Build().line(start(), service("k"), end()).definition())
    case.do(c.FailJob, token=case.job("k"), message="offline", retries=0)
    assert case.said(IncidentRaised)[0].details == {"type": "work", "message": "offline"}


def test_mended_variables_go_where_the_failing_ones_are() -> None:
    task = service("k", type="=kind", inputs=mapped(kind="=null"))
    case = Case(Build().line(start(), task, end()).definition())
    resolved = case.resolve(kind="work")
    (incident,) = case.said(IncidentRaised)
    assert resolved[0] == IncidentResolved(token=incident.token)
    assert resolved[1] == VariablesSet(scope=incident.token, values={"kind": "work"})
    assert case.variables == {}


def test_an_incident_goes_with_its_cancelled_element() -> None:
    model = Build().line(start(), service("k", type="=kind"), end())
    model.add(boundary("b", "k", timer("PT1H")), user("h"), end("e2")).flow("b", "h", "e2")
    case = Case(model.definition())
    case.fire("b")
    assert case.instance.incidents() == []
    assert len(case.said(IncidentResolved)) == 1
    assert case.open == ["h"]


def test_a_call_that_is_not_deployed_stands_still() -> None:
    case = Case(Build().line(start(), call("c", "nowhere"), end()).definition())
    assert [incident.kind for incident in case.instance.incidents()] == ["call"]
