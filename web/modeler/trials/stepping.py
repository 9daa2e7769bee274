"""One case of a scenario that was played, step by step: as the audit pages show a real one."""

from dataclasses import dataclass

from flask import url_for

from engine.execution.commands import MigrateInstance
from engine.history import Version
from engine.history.replay import fold
from engine.runtime.views import InstanceRow
from web.audit.replay import Replay, tell
from web.cases.standing import Sheet
from web.diagrams import vocabulary
from web.language import Name
from web.modeler.runs.run import Run
from web.modeler.trials import kept
from web.services import services

STEPS = 1000
"""Steps that one page shows; a scenario's case has some dozens."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """The steps of the case `number` (from 1); `names` are those of all cases of the scenario."""

    number: int
    names: tuple[str, ...]
    row: InstanceRow
    replay: Replay
    sheets: tuple[Sheet, ...]


def stepped(run: Run, scenario: str, number: int) -> Stepped | None:
    """None where the scenario had no case. Raises NotFound where its journals are kept no more."""
    engine = services().engine
    scenery, cases = kept.scenery(engine, run.id), kept.cases(engine, run.id, scenario)
    if not cases:
        return None
    number = min(max(number, 1), len(cases))
    case = cases[number - 1]
    journal = case.journal()
    versions = [Version(case.row.definition_hash, 1)]
    for step in journal:
        if isinstance(step.command, MigrateInstance):
            versions.append(Version(step.command.definition, step.seq))
    replay = tell(fold(journal), case.row, versions, lambda hash: vocabulary(scenery.definition(hash)), 1, STEPS)
    sheets = tuple(
        Sheet(
            process,
            vocabulary(scenery.definition(hash)).process_name(process).said,
            (),
            hash,
            url_for("modeler.trials.diagram", id=run.id, hash=hash, process=process),
        )
        for hash, process in replay.drawn
    )
    names = tuple(Name(one.row.process_name, one.row.process_name_en).said for one in cases)
    return Stepped(number, names, case.row, replay, sheets)
