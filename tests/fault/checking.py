"""What must hold after any fault."""

from collections.abc import Iterable

from sqlalchemy import text

from engine.history import stores, verify
from engine.runtime.engine import Engine
from tests.fault.case import KINDS, STORE

WORK = ("job", "timer", "start_timer", "message", "subscription", "signal", "signal_receiver", "store_read")
"""The tables of what is still to be done."""


def journalled(engine: Engine) -> list[str]:
    """The ids of all commands."""
    with engine.database.connect() as connection:
        return list(connection.scalars(text("SELECT command_id FROM journal")))


def effects(engine: Engine) -> list[int]:
    """The numbers of the cases whose handler had its effect, once for each effect."""
    with engine.database.connect() as connection:
        return sorted(map(int, connection.scalars(text("SELECT number FROM effect"))))


def left_over(engine: Engine) -> dict[str, int]:
    """How many rows are left in which table of work."""
    with engine.database.connect() as connection:
        counts = {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in WORK}
    return {table: count for table, count in counts.items() if count}


def assert_kept(engine: Engine, acknowledged: Iterable[str]) -> None:
    """Every acknowledged command is in the journal once; a published message was delivered or still waits."""
    with engine.database.connect() as connection:
        waiting = set(connection.scalars(text("SELECT id FROM message")))
    known = journalled(engine)
    assert len(known) == len(set(known))
    for command_id in acknowledged:
        if command_id.startswith("published-"):
            message_id = command_id.replace("published-", "reply-")
            assert (f"message:{message_id}" in known) != (message_id in waiting), command_id
        else:
            assert command_id in known, command_id


def assert_verified(engine: Engine) -> None:
    """Every journal executes again to what is kept."""
    assert not [one for one in verify(engine.database) if one.difference]


def assert_all_done(engine: Engine, numbers: Iterable[int]) -> None:
    """These cases have ended, each by the same commands and with one effect; nothing is left to do, and all verifies."""
    expected = sorted(numbers)
    rows = engine.instances(limit=10_000).rows
    assert len(rows) == len(expected)
    for row in rows:
        assert row.status == "completed"
        assert [step.kind for step in engine.case(row.id).steps] == KINDS
    assert effects(engine) == expected
    kept = sorted((int(row.key), row.value) for row in stores.rows(engine.database, STORE))
    assert kept == [(number, {"checked": number}) for number in expected]
    assert left_over(engine) == {}
    assert_verified(engine)
