"""Scopes without start and end events: everything that no flow leads to begins at once (BPMN 2.0.2 §10.5.2, §13.3.4)."""

from diagram_files import definitions, started
from faithful import faithful
from instance_driver import Case

from engine.execution import commands as c


def test_a_parallel_box_begins_with_all_that_no_flow_leads_to_and_ends_with_the_last() -> None:
    case = started("containers/parallel_box")
    assert case.open == ["ask", "call", "measure", "photograph"]
    for step in ("ask", "call", "measure", "photograph"):
        assert case.at["sum_up"] == 0
        case.complete(step)
    assert case.open == ["sum_up"]
    case.complete("sum_up")
    assert case.outcome == "completed"
    faithful(case)


def test_a_process_without_start_begins_everywhere_and_ends_where_nothing_follows() -> None:
    case = started("containers/no_start_no_end")
    assert (case.open, [timer.element for timer in case.instance.timers()]) == (["look"], ["later"])
    case.fire("later")
    case.complete("look")
    case.complete("report")
    assert case.outcome == "completed"
    faithful(case)


def test_its_event_subprocess_waits_beside_it() -> None:
    case = started("containers/no_start_no_end")
    case.do(c.DeliverSignal, signal="sg")
    assert (case.open, case.instance.timers()) == (["tidy"], [])
    case.complete("tidy")
    assert case.outcome == "completed"
    faithful(case)


def test_such_a_process_can_be_called() -> None:
    case = Case(definitions("containers/no_start_no_end")["caller"])
    assert case.open == ["look"]
    case.fire("later")
    case.complete("report")
    case.complete("look")
    assert case.outcome == "completed"
    faithful(case)
