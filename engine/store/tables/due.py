"""The two columns of every table whose rows the engine does something about by itself.

They belong to the runtime and are no projection: `verify` does not look at them, a crash may leave them as they are.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, text

_EVER = text("next_at IS NOT NULL")


def due_columns() -> tuple[Column[Any], Column[Any]]:
    """`next_at`: nobody looks at the row before (milliseconds since 1970; NULL: never). `attempts`: how often what was
    to be done failed since it last went well."""
    return (
        Column("next_at", BigInteger),
        Column("attempts", Integer, nullable=False, server_default="0"),
    )


def due_index(table: str) -> Index:
    """What is due, soonest first; rows that nobody is ever to look at are not in it, however many they are."""
    return Index(f"ix_{table}_next_at", "next_at", postgresql_where=_EVER, sqlite_where=_EVER)
