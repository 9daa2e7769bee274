"""Scopes with a start event and no end event: a path ends where nothing follows (BPMN 2.0.2 §10.5.3, §13.5.1)."""

from diagram_files import DIAGRAMS, definitions, started
from faithful import faithful
from instance_driver import Case

from engine.diagrams import linting
from engine.execution import commands as c

PATHS = ("look", "measure", "photograph", "report")


def test_a_token_is_consumed_where_nothing_follows_and_the_process_ends_with_the_last() -> None:
    case = started("containers/no_end")
    assert (case.open, case.at["merge"]) == (["look", "measure", "photograph"], 0)
    case.complete("look")
    case.complete("measure")
    assert (case.open, case.at["report"]) == (["photograph"], 0)
    case.complete("photograph")
    assert case.open == ["report"]
    case.complete("report")
    assert (case.open, case.outcome) == ([], "completed")
    faithful(case)


def test_a_boundary_event_that_leads_nowhere_ends_the_path_of_its_activity() -> None:
    case = started("containers/no_end")
    case.fire("late")
    assert case.open == ["measure", "photograph"]
    for step in ("measure", "photograph", "report"):
        case.complete(step)
    assert case.outcome == "completed"
    faithful(case)


def test_the_process_waits_for_an_event_subprocess_that_has_no_end_event_either() -> None:
    case = started("containers/no_end")
    case.do(c.DeliverSignal, signal="sg")
    for step in PATHS:
        case.complete(step)
    assert (case.open, case.outcome) == (["answer"], "")
    case.complete("answer")
    assert case.outcome == "completed"
    faithful(case)


def test_what_calls_such_a_process_goes_on_when_nothing_is_left_in_it() -> None:
    case = Case(definitions("containers/no_end")["caller"])
    for step in PATHS:
        assert "file" not in case.open
        case.complete(step)
    assert case.open == ["file"]
    case.complete("file")
    assert case.outcome == "completed"
    faithful(case)


def test_the_linter_tells_of_each_end_that_is_not_drawn_and_refuses_none() -> None:
    found = linting.lint({"no_end.bpmn": (DIAGRAMS / "containers/no_end.bpmn").read_bytes()})
    assert {one.severity for one in found} == {"warning"}
    told = {(one.rule, one.element) for one in found}
    dead = {"look", "late", "measure", "photograph", "merge", "answer", "file"}
    assert told == {("node.dead_end", step) for step in dead} | {
        ("end.none", scope) for scope in ("p", "box", "asked", "caller")
    }
