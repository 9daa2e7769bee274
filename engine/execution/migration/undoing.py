"""What is done and can be undone must still be undoable in the new version, under its new names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from engine.execution.completed import Completed, Ended
from engine.execution.nodes.compensation import UndoSpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.scope_instance import ScopeInstance
from engine.execution.scope_spec import ScopeSpec
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.migration.survey import Survey


def completed_work(survey: "Survey", workflow: ScopeInstance, spec: ScopeSpec) -> None:
    """Note what becomes of what `workflow` has completed."""
    kept = _kept(survey, workflow.completed_work, workflow.spec, spec)

    def change() -> None:
        workflow.completed_work = kept

    if kept != workflow.completed_work:
        survey.changes.append(change)


def memory(survey: "Survey", token: Token, new: NodeSpec) -> None:
    """The same for what a token remembers of completed work: of instances, of a call, of what is being undone."""
    remembered = token.internal_data
    found: dict[str, Any] = {}
    here, there = token.task_spec._wf_spec, new._wf_spec
    for key in ("completed", "left"):
        if key in remembered:
            found[key] = _renamed(survey, remembered[key], here, there)
    owner = token.workflow.owner
    if remembered.get("around") and owner is not None:
        outside = next(spec for workflow, spec in survey.scopes if workflow is owner.workflow)
        found["around"] = _renamed(survey, remembered["around"], owner.workflow.spec, outside)
    if "undo" in remembered and isinstance(new, UndoSpec) and isinstance(token.task_spec, UndoSpec):
        found["undo"] = _renamed(survey, remembered["undo"], token.task_spec.inside, new.inside)
    undo = here.undoes.get(token.element)
    if "ended" in remembered and undo is not None and undo.inside is not None:
        ended = msgspec.convert(remembered["ended"], Ended)
        other = there.undoes.get(new.element)
        if other is None or other.inside is None:
            survey.refuse("compensation_gone", token.task_spec, token.id)
            return
        kept = _kept(survey, ended.completed_work, undo.inside.inside, other.inside.inside)
        found["ended"] = msgspec.to_builtins(Ended(kept, ended.variables))
    if any(remembered[key] != value for key, value in found.items()):
        survey.changes.append(lambda: token.internal_data.update(found))


def _renamed(survey: "Survey", builtins: list[Any], old: ScopeSpec, new: ScopeSpec) -> list[Any]:
    kept: list[Any] = msgspec.to_builtins(_kept(survey, msgspec.convert(builtins, list[Completed]), old, new))
    return kept


def _kept(survey: "Survey", completed: Sequence[Completed], old: ScopeSpec, new: ScopeSpec) -> list[Completed]:
    found = []
    for done in completed:
        before = old.undoes[done.element]
        element = survey.same.element(old.process, done.element)
        after = new.undoes.get(element)
        lost = after is None or (before.handler is not None and after.handler is None)
        if after is None or lost or (done.inside and after.handler is None and after.inside is None):
            survey.refuse("compensation_gone", old.task_specs[done.element])
            continue
        inside = done.inside
        if inside and before.inside is not None and after.inside is not None:
            inside = _kept(survey, inside, before.inside.inside, after.inside.inside)
        found.append(msgspec.structs.replace(done, element=element, inside=inside))
    return found
