"""Sends the statement of a commit by libpq, which psycopg wraps, without psycopg's cursor.

A cursor looks at every text and every value anew. Here the text is known, and so are the few kinds of values: of the
processor time that a commit's statement takes on our side, more than half is saved.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

Value: TypeAlias = str | int | bytes | None
Known: TypeAlias = dict[tuple[str, tuple[int, ...]], bytes]
"""The statements that one connection has prepared, with the types of their values, and their names."""

_BIGINT, _BYTEA, _TOLD_BY_THE_SERVER = 20, 17, 0
_TYPES: dict[type, int] = {int: _BIGINT, bytes: _BYTEA, str: _TOLD_BY_THE_SERVER, type(None): _TOLD_BY_THE_SERVER}
_TEXT, _BINARY = 0, 1


def numbered(text: str) -> str:
    """The text with its `%s` numbered, as the server wants them: $1, $2 …"""
    numbers = itertools.count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", text)


def execute(connection: psycopg.Connection[Any], known: Known, text: str, values: Sequence[Value]) -> bool:
    """Whether the statement `text` (`numbered`) returns a row. Raises as psycopg does.

    It is prepared on the connection the first time, unless the connection was told to prepare nothing.
    """
    sent = connection.pgconn
    types = tuple([_TYPES[type(value)] for value in values])
    given: Any = [_bytes(value) for value in values]  # psycopg takes None for NULL, which its types do not say
    formats = [_BINARY if kind == _BYTEA else _TEXT for kind in types]
    if connection.prepare_threshold is None:
        result = sent.exec_params(text.encode(), given, types, formats, _BINARY)
    else:
        name = known.get((text, types))
        if name is None:
            name = f"tiaokuai_{len(known)}".encode()
            prepared = sent.prepare(name, text.encode(), types)
            if prepared.status != ExecStatus.COMMAND_OK:
                raise _error(connection, prepared)
            known[(text, types)] = name
        result = sent.exec_prepared(name, given, formats, _BINARY)
    if result.status != ExecStatus.TUPLES_OK:
        raise _error(connection, result)
    return result.ntuples > 0


def _bytes(value: Value) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return b"%d" % value
    if "\0" in value:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return value.encode()


def _error(connection: psycopg.Connection[Any], result: Any) -> psycopg.Error:
    error = error_from_result(result)
    lost = connection.closed and not isinstance(error, psycopg.OperationalError)
    return psycopg.OperationalError(str(error)) if lost else error
