"""Reads rows of the diagrams' data stores (BPMN 2.0.2 §10.4.1)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Text, and_, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from engine.store.tables import data_store_row as table

_FIELD = re.compile(r"[^\W\d]\w*")
_GONE = "null"


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row: its key and JSON value, who wrote it last (instance, place in its journal) and when (ms since 1970)."""

    key: str
    value: Any
    instance_id: str
    seq: int
    updated_at: int


def row(connection: Connection, store: str, key: str) -> StoredRow | None:
    """The row of a key; None where there is none or it was deleted."""
    return next(_found(connection, (table.c.store == store) & (table.c.key == key), 1), None)


def rows(connection: Connection, store: str, fields: Mapping[str, Any], limit: int) -> Iterator[StoredRow]:
    """At most `limit` rows by key, those whose values hold these `fields`.

    A field is a text, a number, a truth value, or None for a field that is null or not there. Raises ValueError for
    what is no field's name.
    """
    matching = [_holds(connection, name, value) for name, value in fields.items()]
    return _found(connection, and_(table.c.store == store, *matching), limit)


def _found(connection: Connection, which: ColumnElement[bool], limit: int) -> Iterator[StoredRow]:
    query = select(table).where(which, table.c.value != _GONE).order_by(table.c.key).limit(limit)
    for found in connection.execute(query):
        value = msgspec.json.decode(found.value)
        yield StoredRow(found.key, value, found.instance_id, found.seq, found.updated_at)


def _holds(connection: Connection, name: str, value: Any) -> ColumnElement[bool]:
    """Whether the field `name` of a row's value is `value`, as JSON compares: 1 is 1.0, and true is no number."""
    if not _FIELD.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a field")
    if connection.dialect.name == "postgresql":
        field = cast(table.c.value, JSONB)[name]
        if value is None:
            return or_(field.is_(None), field == _jsonb(_GONE))
        return field == _jsonb(msgspec.json.encode(value).decode())
    path = f'$."{name}"'
    kind = func.json_type(table.c.value, path)
    if value is None:
        return or_(kind.is_(None), kind == _GONE)
    if isinstance(value, bool):
        return kind == str(value).lower()
    kinds = ("text",) if isinstance(value, str) else ("integer", "real")
    return kind.in_(kinds) & (func.json_extract(table.c.value, path) == literal(value))


def _jsonb(text: str) -> ColumnElement[Any]:
    return cast(literal(text, Text()), JSONB)
