"""The cases of one scenario: the one it started, and those that began beside it."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.engine import Engine
from engine.runtime.views import InstanceRow
from web.scenarios.faults import Mismatch

_MOST = 200
"""More cases than a scenario can have: it is read by people."""


class Cases:
    """Finds cases by process; `own` is the id of the case that the scenario started, '' before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.own = ""

    def rows(self, process: str = "", status: str = "") -> tuple[InstanceRow, ...]:
        """All cases, or those of one process or status, newest first."""
        return self._engine.instances(process_id=process, status=status, limit=_MOST).rows

    def id(self, process: str = "", where: Mapping[str, Any] | None = None) -> str:
        """The case that the scenario started, or the only one of `process` whose variables are `where`.

        Raises Mismatch.
        """
        if not process:
            return self.own
        wanted = (where or {}).items()
        found = [row.id for row in self.rows(process) if wanted <= dict(self._engine.case(row.id).variables).items()]
        if len(found) != 1:
            raise Mismatch("which_case", found=len(found), process=process)
        return found[0]
