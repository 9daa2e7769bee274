"""A case that comes out otherwise than its journal says is never gone on with."""

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from engine.errors import JournalBroken
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, WANG
from tests.process_files import loop


def go(engine: Engine, case: str) -> None:
    engine.complete(case, engine.open_tasks(case)[0].token, {"done": False}, WANG)


def forge(engine: Engine, case: str) -> None:
    """Let the snapshot say that more tokens were given out and that others may do the task."""
    with engine.database.begin() as connection:
        (body,) = connection.execute(text("SELECT body FROM snapshot WHERE instance_id = :id"), {"id": case}).one()
        forged = bytes(body).replace(b"dispatcher@jiangchuan", b"dispatcher@gumei")
        assert forged != bytes(body)
        parts = forged.split(b",", 3)
        parts[2] = str(int(parts[2]) + 5).encode()
        forged = b",".join(parts)
        connection.execute(
            text("UPDATE snapshot SET body = :body WHERE instance_id = :id"), {"body": forged, "id": case}
        )


def journal_length(engine: Engine) -> int:
    with engine.database.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM journal")).scalar() or 0


def test_other_events_than_the_journal_s_stop_the_case(make_engine: MakeEngine) -> None:
    engine = make_engine(settings=RuntimeSettings(snapshot_every=3))
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case, sound = engine.start("p", {"done": False}, CLERK), engine.start("p", {"done": False}, CLERK)
    for _ in range(4):
        go(engine, case)
    token = engine.open_tasks(case)[0].token
    forge(engine, case)
    before = journal_length(engine)
    engine.forget()
    for _ in range(2):
        with capture_logs() as logs, pytest.raises(JournalBroken) as caught:
            engine.complete(case, token, {"done": False}, WANG)
        assert (caught.value.details["instance_id"], caught.value.details["seq"]) == (case, 4)
        assert caught.value.details["place"] == "events"
        assert any(one["log_level"] == "error" and one["instance_id"] == case and one["seq"] == 4 for one in logs)
    assert journal_length(engine) == before
    go(engine, sound)
    assert journal_length(engine) == before + 1


def test_an_engine_whose_memory_went_astray_finds_out_when_it_catches_up(make_engine: MakeEngine) -> None:
    engine, other = make_engine(), make_engine()
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    with engine._commander.instances.hold(case) as slot:
        assert slot.loaded is not None
        slot.loaded.instance.sequence += 7
    go(other, case)
    with pytest.raises(JournalBroken):
        engine.case(case)
    assert engine.case(case) == other.case(case)
