"""The register of matters that streets may, or may not, be asked to carry (clause 2.1.1)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec
from sqlalchemy import Engine, select

from engine.runtime.handlers import JobContext
from engine.store.database import reading
from handlers.insertion import insert_once
from handlers.numbering import Series, allot
from handlers.shanghai import local_date
from handlers.tables import matter_register

Ruling = Literal["admitted", "prohibited"]
Text = Annotated[str, msgspec.Meta(min_length=1)]

_SERIES = {
    "admitted": Series("matter:admitted", "准入〔{year}〕{sequence:04d}号"),
    "prohibited": Series("matter:prohibited", "不予准入〔{year}〕{sequence:04d}号"),
}


class RegisteredMatter(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the register. `streets` are unit ids; `decided_on` is an ISO date."""

    id: str
    number: str
    ruling: Ruling
    title: str
    department: str
    legal_basis: str
    streets: list[str]
    resources: str
    reason: str
    decided_on: str
    clause: str
    instance_id: str


def register(
    ruling: Ruling,
    context: JobContext,
    *,
    title: str,
    department: str,
    legal_basis: str,
    streets: Sequence[str],
    resources: str = "",
    reason: str = "",
    decided_on: date | None,
    clause: str,
) -> tuple[str, str]:
    """Enter one ruling; returns (matter id, number). Without a date it is today's in Shanghai. The same job always enters the same row."""
    number = allot(_SERIES[ruling], context)
    row = {
        "id": context.idempotency_key,
        "number": number,
        "ruling": ruling,
        "title": title,
        "department": department,
        "legal_basis": legal_basis,
        "streets": list(streets),
        "resources": resources,
        "reason": reason,
        "decided_on": (decided_on or local_date(context.now)).isoformat(),
        "clause": clause,
        "instance_id": context.instance_id,
        "registered_at": context.now,
    }
    with context.database.begin() as connection:
        insert_once(connection, matter_register, row, unique=("id",))
    return context.idempotency_key, number


def registered(database: Engine, *, department: str = "", ruling: Ruling | None = None) -> list[RegisteredMatter]:
    """The register in the order of entry, of one department or ruling if asked."""
    columns = [matter_register.c[name] for name in RegisteredMatter.__struct_fields__]
    query = select(*columns).order_by(matter_register.c.registered_at, matter_register.c.id)
    if department:
        query = query.where(matter_register.c.department == department)
    if ruling:
        query = query.where(matter_register.c.ruling == ruling)
    with reading(database) as connection:
        return [RegisteredMatter(**row) for row in connection.execute(query).mappings()]
