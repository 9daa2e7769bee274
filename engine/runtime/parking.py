"""Puts off what keeps failing, so that it holds up nothing that comes behind it."""

from collections.abc import Callable, Mapping

import structlog
from sqlalchemy import BigInteger, ColumnElement, Engine, bindparam, delete, exists, select, text

from engine.errors import CommandRejected, NotFound
from engine.runtime.clock import Clock
from engine.runtime.settings import RuntimeSettings
from engine.store.database import reading
from engine.store.tables import parked

BATCH = 100
"""How many things are looked for at a time."""

_REFUSALS = 3
"""How often something may be refused, which a race with others explains, before it is put off."""

NOW = bindparam("now", type_=BigInteger)
"""The present moment in the statements that look for work: they are built once and executed with `now`."""

_FIRST_DELAY = 1_000
_KEPT = 7 * 86_400_000
_PUT = text(
    "INSERT INTO parked (kind, id, attempts, next_at) VALUES (:kind, :id, :attempts, :next_at)"
    " ON CONFLICT (kind, id) DO UPDATE SET attempts = excluded.attempts, next_at = excluded.next_at"
)

_log = structlog.get_logger("engine")


class Parking:
    """Tries things of one `kind`; one that fails waits 1 s, then 4 s, and so on up to the limit of the backoff."""

    def __init__(self, kind: str, database: Engine, clock: Clock, settings: RuntimeSettings) -> None:
        self._kind = kind
        self._database = database
        self._clock = clock
        self._settings = settings

    def is_free(self, id: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether the thing with this id may be tried at the parameter `now`."""
        mine = (parked.c.kind == self._kind) & (parked.c.id == id)
        return ~exists(select(parked.c.id).where(mine, parked.c.next_at > NOW))

    def drain(self, find: Callable[[], Mapping[str, Callable[[], bool]]]) -> int:
        """Try what `find` finds, at most `BATCH` by id, and what stands behind those that failed; returns how many did
        something."""
        done = 0
        while True:
            work = find()
            tried, failed = self._try(work)
            done += tried
            if not failed or len(work) < BATCH:
                return done

    def _try(self, work: Mapping[str, Callable[[], bool]]) -> tuple[int, int]:
        attempts = self._attempts(list(work))
        done = failed = 0
        for id, one in work.items():
            try:
                done += one()
            except (CommandRejected, NotFound) as refusal:
                failed += 1
                tries = attempts.get(id, 0) + 1
                _log.info("refused", kind=self._kind, id=id, attempts=tries, reason=str(refusal))
                self._put_off(id, tries, tries - _REFUSALS)
            except Exception as error:  # noqa: BLE001  whatever it raises
                failed += 1
                tries = attempts.get(id, 0) + 1
                _log.error("failed and put off", kind=self._kind, id=id, attempts=tries, exc_info=error)
                self._put_off(id, tries, tries)
            else:
                if id in attempts:
                    self._forget(id)
        return done, failed

    def _attempts(self, ids: list[str]) -> dict[str, int]:
        if not ids:
            return {}
        query = select(parked.c.id, parked.c.attempts).where(parked.c.kind == self._kind, parked.c.id.in_(ids))
        with reading(self._database) as connection:
            return {row.id: row.attempts for row in connection.execute(query)}

    def _put_off(self, id: str, attempts: int, failures: int) -> None:
        now = self._clock.now()
        delay = min(_FIRST_DELAY * 4 ** min(failures - 1, 20), self._settings.backoff_limit) if failures > 0 else 0
        row = {"kind": self._kind, "id": id, "attempts": attempts, "next_at": now + delay}
        with self._database.begin() as connection:
            connection.execute(_PUT, row)
            connection.execute(delete(parked).where(parked.c.next_at < now - _KEPT))

    def _forget(self, id: str) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(parked).where(parked.c.kind == self._kind, parked.c.id == id))
