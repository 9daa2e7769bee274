"""What a case decides about a procedure is in the operations journal, or was not decided."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from engine.runtime.engine import Engine
from engine.runtime.handlers import Amendment, JobContext
from engine.runtime.permissions import Actor
from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.process_files import chain, service_task
from tests.unit.web.conftest import World, install, opened
from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.publishing import journal, proposals, rulings

__all__ = ["database_url", "postgresql", "sqlite_template"]

RULING = "裁定〔2026〕1 号"


@pytest.fixture
def either(database_url: str) -> Iterator[World]:
    """The application on each kind of database."""
    install(database_url)
    with opened(database_url) as world:
        yield world


class Amend:
    """Renames the end of the small procedure after the ruling; is tried once more where it fails."""

    name = "amend"
    retries = 2

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        def change(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
            return {"pothole.bpmn": files["pothole.bpmn"].replace("已填平".encode(), RULING.encode())}

        context.amend("pothole", Amendment(RULING, "屡次发生", "zhi", change))
        return {}


def ruled(world: World, engine: Engine) -> str:
    """Let a case amend the procedure; its id."""
    engine.deploy({"ruling.bpmn": chain(service_task("amend", "amend", retries=2), id="ruling")}, Actor("zhi"))
    case = engine.start("ruling", {}, Actor("rong"))
    engine.run_until_idle()
    world.clock.advance(3_600_000)
    engine.run_until_idle()
    return case


def test_a_ruling_is_written_down_with_what_it_changed_and_the_case_that_did(either: World) -> None:
    world = either
    with Engine(world.engine.database, {"amend": Amend()}, clock=world.clock) as engine:
        rulings.watch(engine)
        case = ruled(world, engine)
    (entry,), _ = journal.entries(world.engine.database)
    assert (entry.actor, entry.action, entry.subject) == ("zhi", "procedure.amended", "pothole")
    assert (entry.details["case"], entry.details["mark"], entry.details["version"]) == (case, RULING, 2)
    assert not [wrong for _, wrong in journal.verify(world.engine.database) if wrong]
    page = world.signed_in("zhi").get("/workshop/journal")
    for told in (RULING, "屡次发生", case[:8], "由裁定修改", "pothole.bpmn", "已填平"):
        assert told in page
    assert f'href="/cases/{case}"' not in page, "who may not see the case gets its number"
    shen = world.signed_in("shen")
    assert f'href="/cases/{case}"' in shen.get("/workshop/journal")
    english = shen.send("/tasks", "/language", language="en", next="/workshop/journal").text
    assert "Changed by a ruling" in english


def test_a_ruling_ends_proposals_that_would_undo_it_and_no_others(either: World) -> None:
    world = either
    drawn = library.present_files("pothole", engine=world.engine)["pothole.bpmn"]
    zhi = world.signed_in("zhi")
    with world.engine.database.begin() as connection:
        present = library.present_files("pothole", engine=world.engine)
        library.keep(connection, "pothole", present, name="", note="", who="zhi", at=1, published=True)

    def proposed(body: bytes, file: str) -> str:
        before = library.draft_files("pothole", engine=world.engine).get(file)
        expected = saving.revision(before)
        saving.save(world.engine, "pothole", file, body, expected=expected, who="zhi", at=world.clock.now())
        address = "/workshop/pothole/propose"
        return zhi.send(address, address).request.path.rsplit("/", 1)[1]

    form = next(name for name in present if "fill" in name)
    harmless = proposed(present[form] + b"\n", form)
    undoing = proposed(drawn.replace("填平坑洞".encode(), "修补路面".encode()), "pothole.bpmn")
    with Engine(world.engine.database, {"amend": Amend()}, clock=world.clock) as engine:
        rulings.watch(engine)
        ruled(world, engine)
    states = {id: proposals.get(world.engine.database, id) for id in (harmless, undoing)}
    assert (states[harmless].state, states[undoing].state) == ("proposed", "overtaken")
    assert RULING in states[undoing].reason.zh
    acts = [one.action for one in journal.entries(world.engine.database)[0]]
    assert acts[:2] == ["version.overtaken", "procedure.amended"]


def test_a_change_that_cannot_be_written_down_is_not_made(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = either
    attempts: list[str] = []
    real = journal.record

    def fails_once(*given: Any) -> int:
        attempts.append(given[3])
        if len(attempts) == 1:
            real(*given)
            raise sa.exc.InterfaceError("gone", None, Exception("gone"))
        return real(*given)

    monkeypatch.setattr(rulings.journal, "record", fails_once)
    made: list[int] = []

    class Looking(Amend):
        def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
            made.append(len(world.engine.amendments()))
            return super().run(inputs, context)

    with Engine(world.engine.database, {"amend": Looking()}, clock=world.clock) as engine:
        rulings.watch(engine)
        ruled(world, engine)
    assert made == [0, 0], "the first try left nothing behind"
    assert [row.mark for row in world.engine.amendments()] == [RULING]
    assert [one.action for one in journal.entries(world.engine.database)[0]] == ["procedure.amended"]
