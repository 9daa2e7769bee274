"""Where audit and reports read: a streaming replica where one is set up, else the database itself. Never for decisions."""

import sqlalchemy as sa
from flask import g
from flask_babel import gettext

import handlers.registry
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from engine.store.database import reading
from web.failures import Explained
from web.services import services
from web.settings import Settings

_WRITTEN = sa.text(
    "SELECT pg_current_wal_insert_lsn()"
)  # With synchronous_commit off, readers see what is not yet flushed.
_MOMENT = "(1000 * extract(epoch FROM pg_last_xact_replay_timestamp()))\\:\\:bigint"
_UNTIL = sa.text(f"SELECT {_MOMENT}")
_REPLAYED = sa.text(f"SELECT pg_last_wal_replay_lsn() >= CAST(:written AS pg_lsn) AS complete, {_MOMENT} AS until")
_IS_REPLICA = sa.text("SELECT pg_is_in_recovery()")


class NoReplica(RuntimeError):
    """TIAOKUAI_REPORTS_DATABASE_URL names no replica. A server that was promoted belongs into TIAOKUAI_DATABASE_URL."""


def open_archive(settings: Settings) -> Engine | None:
    """An engine on the replica, or None where none is set up; nobody may start its workers. A replica may be away."""
    if not settings.reports_database_url:
        return None
    # Auditors look at fewer cases at a time than everybody together works on.
    runtime = RuntimeSettings(cached_bytes=settings.cache_bytes // 4)
    return Engine(settings.reports_database_url, handlers.registry.load(settings.outside), settings=runtime)


def check(archive: Engine) -> None:
    """Raises NoReplica, and SQLAlchemy's OperationalError where it cannot be reached."""
    with reading(archive.database) as connection:
        if not connection.scalar(_IS_REPLICA):
            raise NoReplica(NoReplica.__doc__)


def replayed_until(archive: sa.Engine) -> int:
    """When the last command that the replica knows was committed (milliseconds since 1970), 0 where it does not know."""
    with reading(archive) as connection:
        return connection.scalar(_UNTIL) or 0


def as_of(database: sa.Engine, archive: sa.Engine) -> int | None:
    """When the archive was as it is (milliseconds since 1970; 0 where it does not know), None where it has everything
    that was written before this was asked."""
    if archive is database:
        return None
    with reading(database) as connection:
        written = connection.scalar(_WRITTEN)
    with reading(archive) as connection:
        replayed = connection.execute(_REPLAYED, {"written": written}).one()
    return None if replayed.complete else replayed.until or 0


def look() -> None:
    """Before a page reads: note how far the archive has come, so that the page never claims more than it read."""
    given = services()
    g.as_of = as_of(given.database, given.archive.database) if g.visitor else None


def records_as_of() -> int | None:
    """As `as_of`, for the page that is being made."""
    found: int | None = g.get("as_of")
    return found


def explain_missing() -> None:
    """Raise what to tell about a case that is not there, where it may only be on its way."""
    if records_as_of() is not None:
        raise Explained(
            404,
            gettext("This case is not among the records for audit yet"),
            gettext("They follow a little later than the work itself. Try again in a few minutes."),
        )
