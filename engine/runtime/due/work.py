"""All due work of a database: what there is, taking it, doing it, and putting off what fails."""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine

from engine.errors import CommandRejected, NotFound
from engine.runtime import faults
from engine.runtime.clock import Clock
from engine.runtime.due.kind import Item, Kind
from engine.runtime.settings import RuntimeSettings
from engine.store.database import reading
from engine.store.due import Probe

BATCH = 100
"""How many pieces of one kind a thread takes at a time."""

_REFUSALS = 3
"""How often something may be refused, which a race with others explains, before it is put off."""

_FIRST_DELAY = 1_000

_log = structlog.get_logger("engine")


@dataclass(frozen=True, slots=True)
class Round:
    """How many pieces were taken, and how many of them did something."""

    taken: int
    done: int


class DueWork:
    """Every kind of due work on one database, in the order in which a round goes through them."""

    def __init__(self, database: Engine, clock: Clock, settings: RuntimeSettings, kinds: Iterable[Kind]) -> None:
        self.kinds = {kind.name: kind for kind in kinds}
        self._database = database
        self._clock = clock
        self._settings = settings
        self._probe = Probe(kind.table.name for kind in self.kinds.values())

    def due(self) -> list[Kind]:
        """The kinds of which something is due now: one statement."""
        with reading(self._database) as connection:
            tables = self._probe.due(connection, self._clock.now())
        return [kind for kind in self.kinds.values() if kind.table.name in tables]

    def round(self) -> Round:
        """Take a batch of each kind and do it. What fails is put off and holds up nothing.

        Raises an ExceptionGroup at the end where a kind could not be taken, or what failed could not be put off.
        """
        taken = done = 0
        errors: list[Exception] = []
        for kind in self.due():
            try:
                now = self._clock.now()
                with self._database.begin() as connection:
                    items = kind.take(connection, now, now + self._settings.lease, BATCH)
                faults.point("due.after_take")
                taken += len(items)
                for item in items:
                    done += self.perform(item)
            except Exception as error:  # noqa: BLE001  raised below
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} kinds of work failed", errors)
        return Round(taken, done)

    def perform(self, item: Item) -> int:
        """Do one piece that was taken, and put it off where that fails; how much happened."""
        try:
            faults.point("due.before_perform")
            done = self.kinds[item.kind].perform(item)
            faults.point("due.after_perform")
            return done
        except (CommandRejected, NotFound) as refusal:
            attempts = self._put_off(item, _REFUSALS)
            _log.info("refused", kind=item.kind, args=item.args, attempts=attempts, reason=str(refusal))
        except Exception as error:  # noqa: BLE001  whatever it raises
            attempts = self._put_off(item, 0)
            _log.error("failed and put off", kind=item.kind, args=item.args, attempts=attempts, exc_info=error)
        return 0

    def _put_off(self, item: Item, forgiven: int) -> int:
        """Wait 1 s after the first failure that is not forgiven, then 4 s, and so on; returns how many there were."""
        kind, key = self.kinds[item.kind], self.kinds[item.kind].key(item)
        with self._database.begin() as connection:
            attempts = (kind.rows.attempts(connection, key, item.until) or 0) + 1
            failures = attempts - forgiven
            delay = min(_FIRST_DELAY * 4 ** min(failures - 1, 20), self._settings.backoff_limit) if failures > 0 else 0
            kind.rows.put_off(connection, key, item.until, self._clock.now() + delay, attempts)
        return attempts
