"""People as operators and policy officers keep them: listed, added, given memberships until a day."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from engine.store.database import reading
from web.account.dates import DAY, Dated, day_starts, holding, holds, today
from web.account.tables import membership, person, role, unit
from web.language import Name

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the list, with the units they belong to today."""

    id: str
    name: Name
    units: tuple[Name, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """A membership; `state` is now, later or over."""

    role: str
    unit: str
    role_name: Name
    unit_name: Name
    valid_from: str
    valid_to: str
    state: str


@dataclass(frozen=True, slots=True)
class Record:
    """One person with everything they belong to or did."""

    id: str
    name: Name
    valid_from: str
    valid_to: str
    active: bool
    memberships: tuple[Belonging, ...]


def listed(
    database: sa.Engine, text: str, after: str, now: int, among: sa.ColumnElement[bool] | None = None
) -> tuple[list[Entry], str]:
    """A page of people by id, all or those `among` whom a condition on their rows tells, whose id or name or one of whose
    present units holds `text`; and the cursor of the next page or ''."""
    day = today(now)
    query = sa.select(person).where(person.c.id > after).order_by(person.c.id).limit(PAGE + 1)
    if text:
        columns = (person.c.id, person.c.name, person.c.name_en)
        named = sa.or_(*(column.icontains(text, autoescape=True) for column in (unit.c.name, unit.c.name_en)))
        there = sa.select(membership.c.person).join(unit, unit.c.id == membership.c.unit)
        inside = person.c.id.in_(there.where(named, holding(membership, day)))
        query = query.where(sa.or_(inside, *(column.icontains(text, autoescape=True) for column in columns)))
    if among is not None:
        query = query.where(among)
    with reading(database) as connection:
        rows = connection.execute(query).all()
        shown = rows[:PAGE]
        held = (
            sa.select(membership.c.person, unit.c.name, unit.c.name_en)
            .join(unit, unit.c.id == membership.c.unit)
            .where(membership.c.person.in_([row.id for row in shown]), holding(membership, day))
            .order_by(unit.c.id)
        )
        units: dict[str, list[Name]] = {}
        for row in connection.execute(held):
            units.setdefault(row.person, []).append(Name(row.name, row.name_en))
    entries = [
        Entry(row.id, Name(row.name, row.name_en), tuple(dict.fromkeys(units.get(row.id, ()))), not holds(row, day))
        for row in shown
    ]
    return entries, shown[-1].id if len(rows) > PAGE else ""


def found(database: sa.Engine, identity: str, now: int) -> Record | None:
    """One person, or None."""
    day = today(now)
    query = (
        sa.select(
            membership,
            role.c.name.label("role_name"),
            role.c.name_en.label("role_name_en"),
            unit.c.name.label("unit_name"),
            unit.c.name_en.label("unit_name_en"),
        )
        .join(role, role.c.id == membership.c.role)
        .join(unit, unit.c.id == membership.c.unit)
        .where(membership.c.person == identity)
        .order_by(unit.c.id, role.c.id, membership.c.valid_from)
    )
    with reading(database) as connection:
        row = connection.execute(sa.select(person).where(person.c.id == identity)).one_or_none()
        held = connection.execute(query).all()
    if row is None:
        return None
    memberships = tuple(
        Belonging(
            one.role,
            one.unit,
            Name(one.role_name, one.role_name_en),
            Name(one.unit_name, one.unit_name_en),
            one.valid_from,
            one.valid_to,
            _state(one, day),
        )
        for one in held
    )
    return Record(row.id, Name(row.name, row.name_en), row.valid_from, row.valid_to, row.active, memberships)


def open_choices(database: sa.Engine, now: int) -> tuple[list[tuple[str, Name]], list[tuple[str, Name]]]:
    """The roles and the units that hold today, by name."""
    day = today(now)
    with reading(database) as connection:
        roles, units = (
            connection.execute(sa.select(table).where(holding(table, day)).order_by(table.c.name)).all()
            for table in (role, unit)
        )
    return [(one.id, Name(one.name, one.name_en)) for one in roles], [
        (one.id, Name(one.name, one.name_en)) for one in units
    ]


def add(database: sa.Engine, identity: str, name: str, name_en: str) -> bool:
    """A new person; False where the id is taken."""
    row = {"id": identity, "name": name, "name_en": name_en, "demo": False, "active": True, "language": ""}
    try:
        with database.begin() as connection:
            connection.execute(sa.insert(person).values(**row))
    except sa.exc.IntegrityError:
        return False
    return True


def join(database: sa.Engine, identity: str, role_id: str, unit_id: str, first: str, last: str) -> bool:
    """A membership from `first` to `last` ('' for no limit); False where one there overlaps with it."""
    mine = _of(identity, role_id, unit_id)
    overlapping = sa.and_(
        mine,
        sa.or_(sa.literal(last) == "", membership.c.valid_from <= last),
        sa.or_(membership.c.valid_to == "", membership.c.valid_to >= first),
    )
    with database.begin() as connection:
        if connection.scalar(sa.select(sa.func.count()).select_from(membership).where(overlapping)):
            return False
        row = {"person": identity, "role": role_id, "unit": unit_id, "valid_from": first, "valid_to": last}
        connection.execute(sa.insert(membership).values(**row))
    return True


def leave(database: sa.Engine, identity: str, role_id: str, unit_id: str, first: str, now: int) -> bool:
    """End a membership with the day before today, or forget it where it has not begun before; whether there was one."""
    yesterday = today(day_starts(today(now)) - DAY)
    mine = sa.and_(_of(identity, role_id, unit_id), membership.c.valid_from == first)
    with database.begin() as connection:
        if first > yesterday:
            return bool(connection.execute(sa.delete(membership).where(mine)).rowcount)
        return bool(connection.execute(sa.update(membership).where(mine).values(valid_to=yesterday)).rowcount)


def _of(identity: str, role_id: str, unit_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(membership.c.person == identity, membership.c.role == role_id, membership.c.unit == unit_id)


def _state(one: Dated, day: str) -> str:
    if holds(one, day):
        return "now"
    return "later" if one.valid_from > day else "over"


def known(options: Sequence[tuple[str, Name]], chosen: str) -> bool:
    """Whether it is one of the options."""
    return any(identity == chosen for identity, _ in options)
