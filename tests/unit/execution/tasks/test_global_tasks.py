"""Global tasks, called by call activities (BPMN 2.0.2 §10.3.7)."""

from diagram_files import DIAGRAMS
from instance_driver import Case

from engine.diagrams import deployment


def test_a_call_activity_does_the_global_task_it_calls() -> None:
    files = {name: (DIAGRAMS / name).read_bytes() for name in ("tasks/global_tasks.bpmn", "tasks/kind.dmn")}
    (definition,) = deployment.build(files)
    case = Case(definition, {"start_value": 6})
    assert case.variables == {"start_value": 6, "total": 7, "kind": "large"}
    assert case.open == ["call_look", "call_look"]
    assert case.instance.open_user_tasks()[0].assignee == "clerk"
    case.complete("call_look")
    case.complete("call_look")
    assert case.outcome == "completed"
