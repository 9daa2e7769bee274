"""What is put into force together with a version: the procedures that use something of it, so that their new cases go on
with the new one."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagrams.definition import Definition
from engine.runtime.engine import Engine
from web.modeler import library
from web.modeler.files import glance


@dataclass(frozen=True, slots=True)
class Together:
    """`files` are all that is deployed, those of other procedures under their key; `companions` the keys of these.

    `current` is what new cases of every process start by now (its hash), so that who deploys can see that it still is.
    """

    files: Mapping[str, bytes]
    companions: tuple[str, ...]
    current: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Provided:
    """Ids that definitions are bound to."""

    processes: frozenset[str]
    decisions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def used_by(self, one: Definition) -> bool:
        return bool(
            self.processes & one.called.keys() or self.decisions & one.decisions.keys() or self.forms & one.forms.keys()
        )


def gather(engine: Engine, procedure: str, files: Mapping[str, bytes]) -> Together:
    """The files of a version (without its scenarios), and of what uses it, directly or through others."""
    own = library.deployable(files)
    held = [glance(name, data) for name, data in own.items()]
    provided = _Provided(
        frozenset(process.id for one in held for process in one.processes),
        frozenset(decision for one in held for decision in one.decisions),
        frozenset(one.form for one in held if one.form),
    )
    rows = engine.definitions()
    running = {row.process_id: engine.definition(row.hash) for row in rows}
    belongs = {process: row.key for row in library.procedures(engine=engine) for process in row.processes}
    companions: dict[str, None] = {}
    pending = [provided]
    while pending:
        looked_for = pending.pop()
        for process, one in running.items():
            key = belongs.get(process, "")
            if key in ("", procedure) or key in companions or not looked_for.used_by(one):
                continue
            companions[key] = None
            pending.append(_Provided(frozenset(id for id, owner in belongs.items() if owner == key)))
    together = dict(own)
    for key in companions:
        for name, data in library.deployable(library.present_files(key, engine=engine)).items():
            other = glance(name, data)
            if not (provided.decisions & set(other.decisions) or other.form in provided.forms):
                together[f"{key}/{name}"] = data
    return Together(together, tuple(companions), {row.process_id: row.hash for row in rows})
