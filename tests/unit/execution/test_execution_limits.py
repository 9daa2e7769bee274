"""A rule that takes too many steps is an incident of the case on every machine; a slow machine is none of it."""

from typing import Any

import pytest
from instance_driver import Case
from process_models import Build, end, script, start, user

from engine.diagrams import feel
from engine.diagrams.feel import contexts
from engine.diagrams.model import BusinessRuleTask
from engine.errors import FeelLimitExceeded, FeelUnavailable
from engine.execution import Instance, apply, compile
from engine.execution.codec import encode_events
from engine.execution.events import IncidentRaised

ENDLESS = "count(for i in 1..n * 1000000 return i)"
BACKTRACKING = 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + text, "^(a+)+$")'


class Table:
    """A decision that fails with `error`."""

    id = name = "rules"
    input_names = frozenset[str]()

    def __init__(self, error: Exception) -> None:
        self.error = error

    def decide(self, inputs: dict[str, Any], now: int) -> Any:
        raise self.error


@pytest.mark.parametrize("expression", [ENDLESS, BACKTRACKING])
def test_the_journal_is_the_same_when_it_is_executed_again(expression: str) -> None:
    definition = Build().line(start(), user("u"), script("k", expression, "y"), user("v"), end()).definition()
    case = Case(definition, {"n": 1000, "text": "!"})
    case.complete("u")
    (incident,) = case.said(IncidentRaised)
    assert (incident.kind, incident.element, incident.details["limit"]) == ("limit", "k", "steps")
    feel.evaluate(["1"], {}, 0)
    contexts._idle.clear()
    again = Instance.create(compile(definition))
    events = [event for command in case.commands for event in apply(again, command)]
    assert encode_events(events) == encode_events(case.events)
    assert again.snapshot() == case.instance.snapshot()
    case.resolve(n=0, text="")
    assert case.open == ["v"]


def test_a_decision_that_takes_too_many_steps_is_an_incident_of_its_own_kind() -> None:
    rule = BusinessRuleTask(id="k", name="k", decision="rules", result_variable="found")
    error = FeelLimitExceeded("too long", expression="x", reason="steps", limit="steps")
    case = Case(Build().line(start(), rule, end()).definition(decisions={"rules": Table(error)}))
    assert [event.kind for event in case.said(IncidentRaised)] == ["limit"]


def test_a_slow_machine_is_no_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    definition = Build().line(start(), user("u"), script("k", "n + 1", "y"), user("v"), end()).definition()
    case = Case(definition, {"n": 1})
    before = case.instance.snapshot()

    def slow(*_: Any, **__: Any) -> Any:
        raise FeelUnavailable("slow", reason="time")

    with monkeypatch.context() as patched:
        patched.setattr(feel, "evaluate", slow)
        with pytest.raises(FeelUnavailable):
            case.complete("u")
    case.instance = Instance.restore(case.program, before)
    case.complete("u")
    assert (case.open, case.variables["y"]) == (["v"], 2)


def test_a_slow_machine_is_no_incident_of_a_decision() -> None:
    rule = BusinessRuleTask(id="k", name="k", decision="rules", result_variable="found")
    definition = (
        Build()
        .line(start(), rule, end())
        .definition(decisions={"rules": Table(FeelUnavailable("slow", reason="time"))})
    )
    with pytest.raises(FeelUnavailable):
        Case(definition)
