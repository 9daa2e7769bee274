"""Statements sent by libpq itself: values arrive as they were, errors are psycopg's, and each text is prepared once."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from engine.store.prepared import Known, execute, numbered

MAKE = "CREATE TEMP TABLE kept (id bigint PRIMARY KEY, name text, body bytea, next_at bigint)"
KEEP = numbered("INSERT INTO kept (id, name, body) VALUES (%s, %s, %s) RETURNING id")


@pytest.fixture(params=[5, None], ids=["prepared", "not prepared"])
def connection(postgresql: str, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection[Any]]:
    address = postgresql.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True, prepare_threshold=request.param) as opened:
        opened.execute(MAKE)
        yield opened


def test_values_arrive_as_they_were(connection: psycopg.Connection[Any]) -> None:
    rows = [(2**62, "街道 '%s' \\", bytes(range(256))), (-1, "", b""), (0, "𠮷", b"\x00")]
    known: Known = {}
    assert all(execute(connection, known, KEEP, row) for row in rows)
    assert connection.execute("SELECT id, name, body FROM kept ORDER BY id DESC").fetchall() == [
        rows[0],
        rows[2],
        rows[1],
    ]
    prepared = connection.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'tiaokuai%'").fetchone()
    assert prepared == (len(known),) == ((0,) if connection.prepare_threshold is None else (1,))


def test_no_value_is_null_and_no_row_is_false(connection: psycopg.Connection[Any]) -> None:
    known: Known = {}
    execute(connection, known, KEEP, (1, None, b""))
    assert connection.execute("SELECT name IS NULL FROM kept").fetchone() == (True,)
    assert not execute(connection, known, numbered("SELECT id FROM kept WHERE id = %s"), (2,))


def test_errors_are_those_of_psycopg(connection: psycopg.Connection[Any]) -> None:
    known: Known = {}
    execute(connection, known, KEEP, (1, "one", b""))
    with pytest.raises(psycopg.errors.UniqueViolation) as violation:
        execute(connection, known, KEEP, (1, "again", b""))
    assert violation.value.diag.constraint_name == "kept_pkey"
    with pytest.raises(psycopg.DataError):
        execute(connection, known, KEEP, (2, "cut\0off", b""))
    with pytest.raises(psycopg.errors.UndefinedTable):
        execute(connection, known, "SELECT 1 FROM nowhere", ())
    assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_a_lost_connection_is_an_operational_error(connection: psycopg.Connection[Any]) -> None:
    with psycopg.connect(connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", (connection.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        execute(connection, {}, "SELECT 1", ())
    assert connection.closed
