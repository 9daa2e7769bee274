"""The operations journal: who changed what is in force, and when; append-only, each row chained to the one before.

Body: JSON without white space of these fields in this order: `format` 1, `at`, `actor`, `action`, `subject`, `details`.
Hash: SHA-256(previous hash ‖ seq ‖ body), where seq is eight bytes, big endian. The hash before the first row is
SHA-256("tiaokuai operations journal 1\\n").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from engine.store.database import is_postgresql, is_postgresql_connection, reading
from web.modeler.publishing.tables import operations_journal

FORMAT = 1
PAGE = 50

_LOCK = 0x6F706A72
"""The PostgreSQL advisory lock that lets one act be written at a time ("opjr"); taken last, held until the commit."""

_GENESIS = sha256(f"tiaokuai operations journal {FORMAT}\n".encode("ascii")).digest()
_BATCH = 500


class Body(msgspec.Struct, frozen=True):
    """What a row says."""

    format: int
    at: int
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, read back; `hash` is hex."""

    seq: int
    at: int
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]
    hash: str


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)


def record(
    connection: sa.Connection, at: int, who: str, action: str, subject: str, details: Mapping[str, Any] | None = None
) -> int:
    """Write down, in the transaction of `connection`, that `who` did something; returns the number of the row.

    `at` is in milliseconds since 1970; `details` are JSON. The transaction should end soon: others wait to write.
    """
    if is_postgresql_connection(connection):
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    table = operations_journal.c
    last = connection.execute(sa.select(table.seq, table.hash).order_by(table.seq.desc()).limit(1)).one_or_none()
    seq, previous = (last.seq + 1, bytes(last.hash)) if last else (1, _GENESIS)
    body = _encoder.encode(Body(FORMAT, at, who, action, subject, dict(details or {})))
    row = {"seq": seq, "at": at, "actor": who, "action": action, "subject": subject}
    connection.execute(sa.insert(operations_journal).values(**row, hash=_hash(previous, seq, body), body=body))
    return seq


def entries(
    database: sa.Engine,
    *,
    subject: str = "",
    who: str = "",
    action: str = "",
    before: int = 0,
    limit: int = PAGE,
) -> tuple[list[Entry], int]:
    """The newest rows that fit, newest first, and the number to ask on with as `before` (0: there are no more)."""
    table = operations_journal.c
    query = sa.select(operations_journal).order_by(table.seq.desc()).limit(limit + 1)
    for column, wanted in ((table.subject, subject), (table.actor, who), (table.action, action)):
        query = query.where(column == wanted) if wanted else query
    query = query.where(table.seq < before) if before else query
    with reading(database) as connection:
        rows = connection.execute(query).all()
    found = [_entry(row) for row in rows[:limit]]
    return found, found[-1].seq if len(rows) > limit else 0


def used(database: sa.Engine, column: str) -> list[str]:
    """Every value that `subject`, `actor` or `action` has had, to choose from."""
    with reading(database) as connection:
        return list(connection.scalars(sa.select(operations_journal.c[column]).distinct().order_by(sa.text("1"))))


def verify(database: sa.Engine) -> Iterator[tuple[int, str]]:
    """Every row in order with what is wrong with it ('' for nothing); ends at the first that is not what was written."""
    seq, previous = 0, _GENESIS
    with reading(database) as connection:
        if is_postgresql(database):
            # One moment for all queries, as SQLite gives by itself.
            connection.execution_options(isolation_level="REPEATABLE READ")
        while rows := _after(connection, seq):
            for row in rows:
                seq += 1
                wrong = _wrong(row, seq, previous)
                yield seq, wrong
                if wrong:
                    return
                previous = bytes(row.hash)


def _after(connection: sa.Connection, seq: int) -> list[sa.Row[Any]]:
    table = operations_journal.c
    query = sa.select(operations_journal).where(table.seq > seq).order_by(table.seq).limit(_BATCH)
    return list(connection.execute(query).all())


def _wrong(row: sa.Row[Any], seq: int, previous: bytes) -> str:
    data = bytes(row.body)
    if row.seq != seq:
        return f"operations journal: row {seq} is missing"
    if _hash(previous, seq, data) != bytes(row.hash):
        return f"operations journal, row {seq}: the hash is not that of the row and the rows before it"
    try:
        body = _decoder.decode(data)
    except msgspec.DecodeError as error:
        return f"operations journal, row {seq}: the body cannot be read: {error}"
    for column in ("at", "actor", "action", "subject"):
        if getattr(body, column) != row._mapping[column]:
            return f"operations journal, row {seq}: {column} is not what the body says"
    return ""


def _entry(row: sa.Row[Any]) -> Entry:
    details = _decoder.decode(bytes(row.body)).details
    return Entry(row.seq, row.at, row.actor, row.action, row.subject, details, bytes(row.hash).hex())


def _hash(previous: bytes, seq: int, body: bytes) -> bytes:
    return sha256(previous + seq.to_bytes(8, "big") + body).digest()
