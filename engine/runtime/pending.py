"""Which kinds of work lie in the tables: one question instead of several, since mostly there is none."""

from dataclasses import dataclass

from sqlalchemy import Engine, text

from engine.store.database import reading

_RECEIVED = "SELECT 1 FROM subscription WHERE kind = 'message' AND message = m.name AND key = m.key"
_BEGINS = "SELECT 1 FROM start_subscription WHERE kind = 'message' AND message = m.name"
_ASKED = text(
    f"""
    SELECT EXISTS (SELECT 1 FROM store_read),
        EXISTS (SELECT 1 FROM signal),
        EXISTS (SELECT 1 FROM message m WHERE m.expires_at <= :now OR EXISTS ({_RECEIVED}) OR EXISTS ({_BEGINS})),
        EXISTS (SELECT 1 FROM timer WHERE due <= :now) OR EXISTS (SELECT 1 FROM start_timer WHERE due <= :now)
    """  # noqa: S608  constants
)


@dataclass(frozen=True, slots=True)
class Pending:
    """Whether there may be something of each kind, perhaps only what was put off."""

    stores: bool
    signals: bool
    messages: bool
    timers: bool


def pending(database: Engine, now: int) -> Pending:
    """What waits at `now` (milliseconds since 1970)."""
    with reading(database) as connection:
        return Pending(*map(bool, connection.execute(_ASKED, {"now": now}).one()))
