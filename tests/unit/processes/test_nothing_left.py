"""A case that is closed leaves nothing behind: no open instance, no message that nobody took, nothing that waits."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.store import tables
from web.scenarios import Stage, play, read

PROCESSES = Path(__file__).parents[3] / "processes"
CLOSED = [
    "case_intake/scenarios/grid_case.yaml",
    "case_intake/scenarios/merged.yaml",
    "case_disposal/scenarios/deferred.yaml",
    "case_disposal/scenarios/deferred_late.yaml",
    "case_disposal/scenarios/rework.yaml",
    "case_disposal/scenarios/returned.yaml",
]


@pytest.mark.parametrize("scenario", CLOSED)
def test_nothing_is_left_when_the_case_is_closed(scenario: str, stage: Stage) -> None:
    assert play(read(PROCESSES / scenario), stage).failure == ""
    with stage.database.connect() as connection:
        assert connection.execute(sa.select(tables.message.c.name, tables.message.c.key)).all() == []
        assert connection.execute(sa.select(tables.subscription.c.element)).all() == []
        assert connection.execute(sa.select(tables.timer.c.element)).all() == []
        open_ = sa.select(tables.instance.c.process_id).where(tables.instance.c.status != "completed")
        assert connection.execute(open_).all() == []
