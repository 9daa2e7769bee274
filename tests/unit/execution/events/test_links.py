"""Link events (BPMN 2.0.2 §10.5.5)."""

import pytest
from diagram_files import started
from faithful import faithful

from engine.execution.events import ElementCompleted


@pytest.mark.parametrize("way", [1, 2])
def test_several_throws_lead_to_one_catch(way: int) -> None:
    case = started("events/links", way=way)
    if way == 2:
        case.complete("extra")
    assert case.open == ["work"]
    passed = [event.element for event in case.said(ElementCompleted)]
    assert passed[-2:] == [{1: "first", 2: "second2"}[way], "onward"]
    case.complete("work")
    assert case.outcome == "completed"
    faithful(case)
