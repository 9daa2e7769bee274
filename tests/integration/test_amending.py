"""Amending: a job changes one file of a procedure and puts it into force, once, on both databases."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine.errors import AmendmentsLost
from engine.runtime.clock import ManualClock
from engine.runtime.handlers import Amended, Amendment, JobContext
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK
from tests.process_files import chain, service_task, user_task

TARGET = chain(user_task("one"), id="target")
AMENDER = chain(service_task("amend", "amender", retries=2), id="amender")
HOUR = 3_600_000


def renamed(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {"target.bpmn": files["target.bpmn"].replace(b"target name", b"ruling 1")}


def amendment(change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]] = renamed) -> Amendment:
    return Amendment(mark="ruling 1", reason="it recurs", actor="li", change=change)


class Amender:
    """Amends `target`; fails after that as often as told."""

    name = "amender"
    retries = 3

    def __init__(self, change: Amendment, failures: int = 0) -> None:
        self.change = change
        self.failures = failures
        self.made: list[Amended] = []

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        self.made.append(context.amend("target", self.change))
        if len(self.made) <= self.failures:
            raise OSError("gone")
        return {}


def test_a_job_tried_again_amends_once(make_engine: MakeEngine, clock: ManualClock) -> None:
    amender = Amender(amendment(), failures=1)
    engine = make_engine(amender)
    engine.deploy({"target.bpmn": TARGET, "amender.bpmn": AMENDER}, CLERK)
    running = engine.start("target", {}, CLERK)
    engine.start("amender", {}, CLERK)
    engine.run_until_idle()
    clock.advance(HOUR)
    engine.run_until_idle()
    assert len(amender.made) == 2
    assert {one.version for one in amender.made} == {2}
    (row,) = engine.amendments()
    assert (row.process_id, row.mark, row.reason, row.actor) == ("target", "ruling 1", "it recurs", "li")
    assert engine.labels(engine.case(running).instance.definition_hash).process.name == "target name"
    assert engine.current_definition("target").process.name == "ruling 1"


def test_the_same_files_keep_the_amendment_and_others_must_hold_it(make_engine: MakeEngine) -> None:
    engine = make_engine(Amender(amendment()))
    engine.deploy({"target.bpmn": TARGET, "amender.bpmn": AMENDER}, CLERK)
    engine.start("amender", {}, CLERK)
    engine.run_until_idle()
    (again,) = engine.deploy({"target.bpmn": TARGET}, CLERK)
    assert (again.version, again.is_new, again.amendments) == (2, False, ("ruling 1",))
    other = chain(user_task("two"), id="target")
    with pytest.raises(AmendmentsLost):
        engine.deploy({"target.bpmn": other}, CLERK)
    assert engine.current_definition("target").process.name == "ruling 1"
    (withdrawn,) = engine.deploy({"target.bpmn": other}, CLERK, withdraw_amendments=True)
    assert (withdrawn.version, withdrawn.amendments, engine.amendments()) == (3, (), [])
    (back,) = engine.deploy({"target.bpmn": TARGET}, CLERK)
    assert (back.version, engine.current_definition("target").process.name) == (1, "target name")


@pytest.mark.parametrize(
    "change",
    [
        lambda files: {},
        lambda files: dict(files),
        lambda files: {"target.bpmn": files["target.bpmn"].replace(b"target name", b"no mark")},
        lambda files: {**renamed(files), "other.bpmn": b""},
    ],
    ids=["nothing", "unchanged", "no mark", "another file"],
)
def test_what_is_no_amendment_becomes_an_incident(
    make_engine: MakeEngine, clock: ManualClock, change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
) -> None:
    engine = make_engine(Amender(amendment(change)))
    engine.deploy({"target.bpmn": TARGET, "amender.bpmn": AMENDER}, CLERK)
    engine.start("amender", {}, CLERK)
    engine.run_until_idle()
    clock.advance(HOUR)
    engine.run_until_idle()
    (incident,) = engine.incidents()
    assert "ValueError" in incident.message
    assert engine.amendments() == []
    assert engine.current_definition("target").process.name == "target name"
