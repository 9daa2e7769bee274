"""A pool of which no connection stays open unseen."""

import threading
from typing import Any, Self

from sqlalchemy import Engine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool


class Pool(QueuePool):
    """SQLAlchemy's, with one thing more: disposed of, it also closes the connections that are in use just then, each
    when it comes back. Otherwise they would stay open, on the server too, until somebody collects the garbage.

    It still serves threads that come late, as SQLAlchemy's does, and keeps none of their connections.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._lock = threading.Lock()
        self._disposed = False
        self._closed = False

    def dispose(self) -> None:
        """Close every connection, those in use when they come back."""
        with self._lock:
            self._disposed = True
        super().dispose()

    def close(self) -> None:
        """The same for good: a pool that takes this one's place keeps no connection either."""
        self._closed = True
        self.dispose()

    def recreate(self) -> Self:
        """An empty pool with the same settings."""
        fresh: Any = super().recreate()
        if self._closed:
            fresh.close()
        return fresh  # type: ignore[no-any-return]  # the superclass says QueuePool and makes one of this class

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        with self._lock:
            if not self._disposed:
                super()._do_return_conn(record)
                return
        record.close()
        # Without a connection it still lets somebody in who waits for a place.
        super()._do_return_conn(record)


def close(database: Engine) -> None:
    """Close the connections of a database that `open_database` opened, and whatever threads that come late still open.

    It may still be asked: each time by a connection of its own.
    """
    pool = database.pool
    assert isinstance(pool, Pool)
    pool.close()
