"""The cases of one scenario: the one it started, and those that began beside it."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.engine import Engine
from engine.runtime.views import InstanceRow

_MOST = 200
"""More cases than a scenario can have: it is read by people."""


class Mismatch(Exception):
    """The procedure did otherwise than the scenario says; the message names both."""


class Cases:
    """Finds cases by process; `own` is the id of the case that the scenario started, '' before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.own = ""

    def rows(self, process: str = "") -> tuple[InstanceRow, ...]:
        """All cases, or those of one process, newest first."""
        return self._engine.instances(process_id=process, limit=_MOST).rows

    def id(self, process: str = "", where: Mapping[str, Any] | None = None) -> str:
        """The case that the scenario started, or the only one of `process` whose variables are `where`.

        Raises Mismatch.
        """
        if not process:
            return self.own
        wanted = (where or {}).items()
        found = [row.id for row in self.rows(process) if wanted <= dict(self._engine.case(row.id).variables).items()]
        if len(found) != 1:
            raise Mismatch(f"{len(found)} cases of {process} fit, not one")
        return found[0]
