"""One run as pages and other packages see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec
from sqlalchemy import Row

from web.language import Name

State: TypeAlias = Literal["waiting", "running", "done", "failed", "stopped"]


class RunFailed(Exception):
    """The work cannot be done, now or when it is tried again; `why` tells the people who asked for it."""

    def __init__(self, why: Name) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands: `done` of `total` steps (0: not known yet); moments in milliseconds since 1970.

    `result` is what the work gave back, empty before; `message` says why it failed. `due` is when it begins at the
    earliest, where it waits.
    """

    id: str
    kind: str
    procedure: str
    args: Mapping[str, Any]
    state: State
    done: int
    total: int
    result: Mapping[str, Any]
    message: Name
    asked_by: str
    asked_at: int
    begun_at: int | None
    ended_at: int | None
    due: int | None

    @property
    def over(self) -> bool:
        """Whether nothing comes any more."""
        return self.state in ("done", "failed", "stopped")


def run_of(row: Row[Any]) -> Run:
    """The run of a row of `workshop_run`."""
    said = msgspec.json.decode(row.message) if row.message else {"zh": ""}
    return Run(
        id=row.id,
        kind=row.kind,
        procedure=row.procedure,
        args=msgspec.json.decode(row.args),
        state=row.state,
        done=row.done,
        total=row.total,
        result=msgspec.json.decode(row.result) if row.result else {},
        message=Name(**said),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        due=row.next_at if row.state == "waiting" else None,
    )
