"""How far a run has come; saying it keeps the run, as a runner that says nothing is taken for dead."""

import threading
import time

from sqlalchemy import update

from web.modeler.runs.tables import workshop_run
from web.services import Services

_BETWEEN = 0.5
"""Seconds between two writes: somebody looks each second."""


class RunGone(BaseException):
    """The run was stopped, or is another's by now; whatever it did goes on with it. No `except Exception` holds it up."""


class Progress:
    """Call it with how many steps are done, of how many. Work that takes long must call it at least every 20 seconds,
    also where nothing is done since."""

    def __init__(self, services: Services, id: str, until: int, stopping: threading.Event) -> None:
        """`until` is the moment to which the run was taken; once `stopping` is set, it is given back."""
        self.services = services
        self.id = id
        self.until = until
        self._stopping = stopping
        self._written = -_BETWEEN

    def __call__(self, done: int, total: int) -> bool:
        """Write it down, at most twice a second, and go on. Raises RunGone where nobody wants the work any more."""
        if self._stopping.is_set():
            self.settle(state="waiting", attempts=workshop_run.c.attempts - 1, next_at=self.services.now())
            raise RunGone
        now = time.monotonic()
        if now - self._written >= _BETWEEN or done == total:
            self._written = now
            self.settle(done=done, total=total, next_at=self._later())
        return True

    def settle(self, **values: object) -> None:
        """Change the row, if it is still this runner's. Raises RunGone."""
        mine = (workshop_run.c.id == self.id) & (workshop_run.c.next_at == self.until)
        with self.services.database.begin() as connection:
            changed = connection.execute(update(workshop_run).where(mine).values(**values)).rowcount
        if not changed:
            raise RunGone
        self.until = int(str(values["next_at"])) if values.get("next_at") else self.until

    def _later(self) -> int:
        # The moment names the taking, so that no two are the same.
        return max(self.services.now() + self.services.engine.settings.lease, self.until + 1)
