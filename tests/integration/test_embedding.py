"""docs/embedding.md does what it says."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from engine import Case, TemporaryEngine
from engine.embedding import milliseconds
from engine.errors import CommandRejected, NotFound, Refused
from engine.runtime.handlers import JobContext

DOCUMENT = Path(__file__).parents[2] / "docs" / "embedding.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)


@pytest.fixture
def order() -> dict[str, bytes]:
    return {"order.bpmn": blocks("xml")[0].encode()}


@pytest.mark.parametrize(("example", "file"), [(0, "order.bpmn"), (1, "complaint.bpmn")])
def test_the_examples_run_as_they_stand(tmp_path: Path, example: int, file: str) -> None:
    program = blocks("python")[example]
    assert file in program
    (tmp_path / file).write_text(blocks("xml")[example])
    root = str(DOCUMENT.parents[1])
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": root, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_method_is_in_the_document() -> None:
    said = DOCUMENT.read_text()
    for face in (TemporaryEngine, Case):
        for name in vars(face):
            if not name.startswith("_") and name not in ("home", "id", "close"):
                assert f".{name}" in said, name


def test_handlers_run_the_jobs_they_are_given_for(order: dict[str, bytes]) -> None:
    class Ship:
        name = "ship"
        retries = 1

        def run(self, inputs: dict[str, object], context: JobContext) -> dict[str, object]:
            return {"parcel": f"for {inputs['order']}"}

    with TemporaryEngine({"ship": Ship()}) as engine:
        engine.deploy(order)
        case = engine.start("order", {"order": "1"})
        case.complete("check")
        engine.publish("paid", key="1")
        assert (case.status, case.variables["parcel"]) == ("completed", "for 1")


def test_a_failed_job_is_an_incident_that_can_be_tried_again(order: dict[str, bytes]) -> None:
    with TemporaryEngine() as engine:
        engine.deploy(order)
        case = engine.start("order", {"order": "1"})
        case.complete("check")
        engine.publish("paid", key="1")
        case.fail_job("ship", "no driver")
        (incident,) = case.incidents
        assert (incident.element, incident.message) == ("ship", "no driver")
        case.retry("ship")
        case.complete_job("ship")
        assert case.status == "completed"


def test_what_is_not_open_is_said_with_what_is(order: dict[str, bytes]) -> None:
    with TemporaryEngine() as engine:
        engine.deploy(order)
        case = engine.start("order", {"order": "1"})
        with pytest.raises(NotFound, match="open are: check"):
            case.complete("ship")
        assert [one.id for one in engine.cases("order")] == [case.id]


def test_what_is_not_there_to_start_is_said_with_what_is(order: dict[str, bytes], tmp_path: Path) -> None:
    starts = DOCUMENT.parents[1] / "tests" / "diagrams" / "gateways" / "event_based_starts.bpmn"
    with TemporaryEngine() as engine:
        engine.deploy(order, starts)
        with pytest.raises(NotFound, match="deployed are: order, p"):
            engine.start("nothing")
        with pytest.raises(CommandRejected, match="name one of: phoned, written"):
            engine.start("p")
        with pytest.raises(CommandRejected, match="it has: phoned, written"):
            engine.start("p", start_event="rung")
        assert engine.start("p", {"number": 1}, start_event="phoned").waiting == ["note"]
        with pytest.raises(FileNotFoundError, match="no file in"):
            engine.deploy(tmp_path)
        (tmp_path / "note.txt").write_text("x")
        with pytest.raises(Refused, match=r"note\.txt"):
            engine.deploy(tmp_path / "note.txt")


def test_time_brings_failed_jobs_each_at_its_time(order: dict[str, bytes]) -> None:
    class Ship:
        name = "ship"
        retries = 3
        tried: ClassVar[list[int]] = []

        def run(self, inputs: dict[str, object], context: JobContext) -> dict[str, object]:
            self.tried.append(engine.clock.now())
            raise RuntimeError("no driver")

    with TemporaryEngine({"ship": Ship()}, now=0) as engine:
        engine.deploy(order)
        case = engine.start("order", {"order": "1"})
        case.complete("check")
        assert engine.publish("paid", key=1)
        engine.advance("P1D")
        assert len(set(Ship.tried)) == 3
        assert max(Ship.tried) < milliseconds("PT12H")
        assert [incident.element for incident in case.incidents] == ["ship"]


def test_a_case_can_be_cancelled(order: dict[str, bytes]) -> None:
    with TemporaryEngine() as engine:
        engine.deploy(order)
        case = engine.start("order", {"order": "1"}, person="kim")
        assert case.view.instance.started_by == "kim"
        case.cancel("not wanted any more")
        assert (case.status, case.waiting) == ("cancelled", [])


def test_a_diagram_that_cannot_run_is_refused() -> None:
    with TemporaryEngine() as engine, pytest.raises(Refused):
        engine.deploy({"broken.bpmn": b"<nothing/>"})


def test_a_signal_reaches_every_case_that_waits_for_it() -> None:
    namespaces = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://example.org"'
    waiting = (
        f'<bpmn:definitions {namespaces}><bpmn:signal id="s" name="open"/><bpmn:process id="p" isExecutable="true">'
        '<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="s"/>'
        '</bpmn:intermediateCatchEvent><bpmn:endEvent id="end"/>'
        '<bpmn:sequenceFlow id="f" sourceRef="start" targetRef="wait"/>'
        '<bpmn:sequenceFlow id="g" sourceRef="wait" targetRef="end"/></bpmn:process></bpmn:definitions>'
    )
    with TemporaryEngine() as engine:
        engine.deploy({"wait.bpmn": waiting.encode()})
        cases = [engine.start("p"), engine.start("p")]
        engine.broadcast("open")
        assert [case.status for case in cases] == ["completed", "completed"]


def test_steps_of_an_ad_hoc_subprocess_are_started_by_choice() -> None:
    with TemporaryEngine() as engine:
        engine.deploy(DOCUMENT.parents[1] / "tests" / "diagrams" / "adhoc" / "by_hand.bpmn")
        case = engine.start("p")
        (offer,) = engine.engine.ad_hoc(case.id)
        for step in offer.choices:
            case.start_step(step)
        for task in case.tasks:
            case.complete(task.token)
        case.complete_ad_hoc(offer.token)
        with pytest.raises(NotFound, match="offers"):
            case.start_step(offer.choices[0])
        assert offer.element in case.completed()


def test_durations() -> None:
    assert milliseconds("P1DT2H3M4.5S") == milliseconds(timedelta(days=1, hours=2, minutes=3, seconds=4.5)) == 93784500
    assert milliseconds(5) == 5
    with pytest.raises(ValueError, match="no duration"):
        milliseconds("tomorrow")
