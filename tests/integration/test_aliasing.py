"""Nothing that is handed out is the state itself."""

from typing import Any

from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from tests.integration.conftest import MakeEngine
from tests.integration.handling import Recorded
from tests.integration.people import CLERK
from tests.process_files import chain, service_task, user_task


def spoil(variables: Any) -> None:
    variables["deep"]["list"].append("spoilt")
    variables["deep"]["more"] = "spoilt"


def test_what_a_handler_does_to_its_inputs_does_not_reach_the_case(make_engine: MakeEngine) -> None:
    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        spoil(inputs)
        return {}

    engine = make_engine(Recorded("register", run))
    engine.deploy({"p.bpmn": chain(service_task("register", "register"), user_task("check"))}, CLERK)
    case = engine.start("p", {"deep": {"list": [1]}}, CLERK)
    engine.run_until_idle()
    assert engine.open_tasks(case)[0].element == "check"
    assert engine.variables(case) == {"deep": {"list": [1]}}
    assert not [found for found in verify(engine.database) if found.difference]


def test_views_are_copies(engine: Engine) -> None:
    engine.deploy({"p.bpmn": chain(user_task("check"))}, CLERK)
    case = engine.start("p", {"deep": {"list": [1]}}, CLERK)
    (task,) = engine.open_tasks(case)
    spoil(engine.variables(case))
    spoil(engine.case(case).variables)
    spoil(engine.task(case, task.token).variables)
    task.candidate_groups.append("everybody")
    assert engine.variables(case) == {"deep": {"list": [1]}}
    assert "everybody" not in engine.open_tasks(case)[0].candidate_groups


def test_jobs_are_copies(engine: Engine) -> None:
    engine.deploy({"p.bpmn": chain(service_task("register", "register"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.jobs(case)[0].headers["spoilt"] = "yes"
    assert engine.jobs(case)[0].headers == {}
