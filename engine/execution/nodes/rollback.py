"""What a cancelled transaction has to undo (BPMN 2.0.2 §10.3.5, §13.5.5).

"If an Activity is still active, it cannot be compensated, but rather needs to be canceled. Cancellation in turn can
result in compensation of already successfully completed portions of an active Activity, in case of a Sub-Process."
"""

from typing import Any

import msgspec

from engine.execution.completed import Completed
from engine.execution.nodes.compensation import CompensatorSpec, UndoSpec
from engine.execution.scope_instance import ScopeInstance
from engine.execution.token import Token


def so_far(workflow: ScopeInstance) -> list[Completed]:
    """Everything that is completed in the running scope `workflow` and not undone yet, the latest last.

    What still runs comes last, so it is undone first: subprocesses with what they have completed, the completed
    instances of an activity, and what a compensation under way has not come to yet. A handler that is cut off runs again.
    What an activity for compensation has completed is not undone.
    """
    done = list(workflow.completed_work)
    for token in workflow.tasks.values():
        if isinstance(token.task_spec, CompensatorSpec):
            done += _left(token)
        elif not token.task_spec.handles:
            done += _portions(token)
    return done


def _left(compensator: Token) -> list[Completed]:
    left = msgspec.convert(compensator.internal_data["left"], list[Completed])
    for under_way in compensator.children:
        if under_way.inside is not None and isinstance(under_way.task_spec, UndoSpec):
            unfinished = left[-1].unfinished or under_way.inside.spec.compensation is None
            left[-1] = Completed(
                left[-1].element, left[-1].values, so_far(under_way.inside), unfinished, _variables(under_way.inside)
            )
    return left


def _portions(token: Token) -> list[Completed]:
    found: list[Completed] = []
    if token.task_spec.gathers:
        found += msgspec.convert(token.internal_data.get("completed", []), list[Completed])
    undo = token.workflow.spec.undoes.get(token.element)
    if token.inside is not None and undo is not None and undo.inside is not None:
        inside = so_far(token.inside)
        if inside:
            values = {} if token.local is None else dict(token.local.values)
            found.append(Completed(token.element, values, inside, unfinished=True, called=_variables(token.inside)))
    return found


def _variables(inside: ScopeInstance) -> dict[str, Any] | None:
    """Those of a called process; None for a subprocess, which has none of its own."""
    own_root = inside.scope.parent is None and inside.scope.key == inside.number
    return dict(inside.scope.values) if own_root else None
