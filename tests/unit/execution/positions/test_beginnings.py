"""Processes and subprocesses without start and end events (BPMN 2.0.2 §10.5.2, §10.5.3, §13.2)."""

from diagram_files import definitions, started
from instance_driver import Case

from engine.execution import commands as c
from engine.execution.events import InstanceStarted


def test_all_that_no_flow_leads_to_begins_and_the_last_token_ends_the_process() -> None:
    case = started("positions/implicit_process")
    assert case.said(InstanceStarted)[0].start_event == ""
    assert case.open == ["visit", "write"]
    case.fire("slow")
    assert case.open == ["remind", "visit", "write"]
    case.complete("visit")
    case.complete("write")
    assert case.open == ["remind", "report"]
    case.do(c.DeliverSignal, signal="alarm")
    assert case.variables["noted"] is True
    case.complete("report")
    assert case.outcome == ""
    case.complete("remind")
    assert case.outcome == "completed"


def test_a_subprocess_begins_and_ends_so_in_each_of_its_instances() -> None:
    case = started("positions/implicit_subprocess", streets=["jc", "gm"])
    assert case.open == ["ask", "ask", "look", "look"]
    case.complete("ask")
    case.complete("look")
    case.complete("compare")
    assert case.open == ["ask", "look"]
    case.complete("look")
    case.complete("ask")
    case.complete("compare")
    assert case.open == ["after"]


def test_gateways_and_events_begin_too_and_a_gateway_may_be_the_last() -> None:
    case = started("positions/implicit_gateways", amount=20, key="k")
    assert case.open == ["large"]
    case.complete("large")
    case.deliver("came")
    assert case.outcome == ""
    case.fire("hour")
    case.complete("later")
    assert case.outcome == "completed"
    assert "waited" not in case.at


def test_a_called_process_needs_no_start_event() -> None:
    calling = definitions("positions/implicit_called")["p"]
    case = Case(calling)
    case.complete("try", again=True)
    assert case.open == ["try"]
    case.complete("try", again=False)
    assert case.outcome == "completed"
    assert case.variables["tries"] == 1


def test_a_process_without_start_event_knows_none_by_name() -> None:
    definition = definitions("positions/implicit_called")["q"]
    assert Case(definition).open == ["try"]
