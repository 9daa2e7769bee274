"""Examples that people keep beside a decision: what they entered, and what came of it then."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from engine.errors import NotFound
from engine.store.database import reading
from web.modeler.decisions.tables import decision_example
from web.services import services

MOST = 100
"""Of one decision; who keeps more loses the oldest."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example; `entered` are texts by field, `result` the JSON value at the time it was kept."""

    id: str
    name: str
    entered: Mapping[str, str]
    result: Any
    made_by: str
    made_at: int


def of(procedure: str, file: str, decision: str) -> list[Example]:
    """The examples of a decision, oldest first."""
    query = (
        sa.select(decision_example)
        .where(_of(procedure, file, decision))
        .order_by(decision_example.c.made_at, decision_example.c.id)
        .limit(MOST)
    )
    with reading(services().database) as connection:
        return [
            Example(
                row.id,
                row.name,
                msgspec.json.decode(row.entered),
                msgspec.json.decode(row.result),
                row.made_by,
                row.made_at,
            )
            for row in connection.execute(query)
        ]


def keep(
    procedure: str, file: str, decision: str, *, name: str, entered: Mapping[str, str], result: Any, who: str, at: int
) -> None:
    """Keep an example; one of the same name is replaced."""
    row = {
        "id": secrets.token_hex(16),
        "procedure": procedure,
        "file": file,
        "decision": decision,
        "name": name[:100],
        "entered": msgspec.json.encode(dict(entered)).decode(),
        "result": msgspec.json.encode(result).decode(),
        "made_by": who,
        "made_at": at,
    }
    table = decision_example.c
    same = _of(procedure, file, decision)
    with services().database.begin() as connection:
        connection.execute(sa.delete(decision_example).where(same, table.name == row["name"]))
        connection.execute(sa.insert(decision_example).values(**row))
        newest = sa.select(table.id).where(same).order_by(table.made_at.desc(), table.id).limit(MOST)
        connection.execute(sa.delete(decision_example).where(same, table.id.not_in(newest)))


def remove(procedure: str, id: str) -> None:
    """Forget an example. Raises NotFound."""
    table = decision_example.c
    with services().database.begin() as connection:
        gone = connection.execute(sa.delete(decision_example).where(table.procedure == procedure, table.id == id))
    if gone.rowcount == 0:
        raise NotFound(f"There is no example {id!r}.", kind="example", id=id)


def _of(procedure: str, file: str, decision: str) -> sa.ColumnElement[bool]:
    table = decision_example.c
    return sa.and_(table.procedure == procedure, table.file == file, table.decision == decision)
