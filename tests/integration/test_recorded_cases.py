"""Scenarios recorded from cases of the demo's district: no word of them is left, and they play as the cases went."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.execution import commands
from engine.history import read as history
from engine.runtime.engine import Engine
from tests.integration.test_demo import prepared
from web import create_app
from web.diagrams import vocabulary
from web.modeler import runs
from web.settings import Settings

PROCESSES = Path(__file__).parents[2] / "processes"
KINDS = ("case_intake", "matter_admission", "unadmitted_matter", "supervision")
DAYS = 6


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with prepared(tmp_path_factory.mktemp("recorded"), DAYS) as (engine, play):
        play()
        yield engine


def words(engine: Engine, id: str) -> set[str]:
    """Every text that somebody wrote into a field of a form of the case: no choices, no dates."""
    definition = engine.definition(engine.case(id).instance.definition_hash)
    names = vocabulary(definition)
    chosen = {
        field.key
        for one in (definition, *definition.called.values())
        for form in one.forms.values()
        for field in form.fields
        if field.kind in ("textfield", "textarea") or field.personal
    }
    found: set[str] = set()
    for step in history.steps(engine.database, id):
        if isinstance(step.command, commands.StartInstance | commands.CompleteTask):
            values: dict[str, Any] = dict(step.command.variables)
            found |= {str(value) for key, value in values.items() if key in chosen or names.is_personal(key)}
    return {text for text in found if len(text) > 1 and text not in ("None", "True", "False")}


def test_recorded_cases_hold_no_word_of_the_real_ones_and_play_as_they_went(engine: Engine) -> None:
    app = create_app(Settings(secret_key="k" * 64, processes=PROCESSES), engine)
    rows = engine.instances(limit=500).rows
    tried = 0
    for kind in KINDS:
        case = max((row for row in rows if row.process_id == kind), key=lambda row: row.seq, default=None)
        if case is None:
            continue
        later = sorted(row.id for row in rows if case.case_number and row.case_number == case.case_number)
        ids = [case.id, *(id for id in later if id > case.id)]
        with app.app_context():
            run = runs.ask("recording", kind, {"procedure": kind, "instances": ids}, "zhou-jing")
            assert runs.run_until_idle() == 1
            done = runs.get(run)
        assert done.state == "done", done.message
        assert (kind, done.result["code"], done.result["details"]) == (kind, "", {})
        written = {text for id in ids for text in words(engine, id)}
        assert written
        assert [text for text in written if text in done.result["text"]] == []
        tried += 1
    assert tried >= 3
