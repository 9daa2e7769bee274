"""What compensation can undo: completed activities with what they saw (BPMN 2.0.2 §10.7)."""

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from engine.execution.token import Token


class Completed(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """One completed activity; `values` were its own variables, `inside` is what a subprocess had completed.

    A subprocess that was ended while it ran is `unfinished`: only what it had completed is there to be undone. `called`
    are the variables that a called process had, None for what is no call or has nothing inside to undo.
    """

    element: str
    values: dict[str, Any] = {}
    inside: list["Completed"] = []
    unfinished: bool = False
    called: dict[str, Any] | None = None


class Ended(msgspec.Struct, frozen=True, array_like=True):
    """What a called process leaves: what it had completed, and its variables."""

    completed_work: list[Completed]
    variables: dict[str, Any]


def gather(token: "Token") -> None:
    """The activity around several instances is complete: what these did can be undone."""
    token.workflow.completed_work += msgspec.convert(token.internal_data.pop("completed", []), list[Completed])
