"""What a version must pass before somebody may propose it, and again when it is put into force."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagrams.definition import Definition
from engine.errors import Finding, Refused
from engine.runtime.engine import Engine
from web import clauses
from web.modeler.publishing.together import Together


@dataclass(frozen=True, slots=True)
class Checked:
    """What would be deployed; or why not: `errors`, and `lost`, rulings that the files lack."""

    definitions: tuple[Definition, ...] = ()
    errors: tuple[Finding, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it may be put into force."""
        return not self.errors and not self.lost

    def changed(self, together: Together) -> list[Definition]:
        """Those that would be another version than the one in force."""
        return [one for one in self.definitions if together.current.get(one.process.id) != one.hash]


def check(engine: Engine, together: Together) -> Checked:
    """Read and lint everything as a deployment does: handlers that the server lacks are errors, with their names."""
    try:
        built = engine.built(engine.amended(together.files), clauses=clauses.known_here())
    except Refused as refused:
        return Checked(errors=tuple(one for one in refused.findings if one.severity == "error"))
    return Checked(tuple(built), lost=tuple(_lost(engine, built)))


def _lost(engine: Engine, built: Sequence[Definition]) -> list[str]:
    """The marks of governed changes that the new files lack."""
    found = []
    for row in engine.amendments():
        holders = [one for one in built if one.process.id == row.process_id]
        if holders and not any(row.mark.encode() in data for one in holders for data in one.resources.values()):
            found.append(row.mark)
    return list(dict.fromkeys(found))
