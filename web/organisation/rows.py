"""Rows of an organisation's files, whatever their format, checked and put together."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from web.account.dates import is_day
from web.organisation.model import Held, Organisation, OrganisationInvalid, Person, Role, Unit, UnitKind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "units": (
        "id",
        "name",
        "name_en",
        "kind",
        "parent",
        "street",
        "department",
        "short_name",
        "valid_from",
        "valid_to",
    ),
    "roles": ("id", "name", "name_en", "valid_from", "valid_to"),
    "people": ("id", "name", "name_en", "demo", "valid_from", "valid_to"),
    "memberships": ("person", "role", "unit", "valid_from", "valid_to"),
}
"""What may be said of each, in the order in which it is written."""

_NEEDED = frozenset({"id", "name", "name_en", "kind", "person", "role", "unit"})
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: texts by column, and where it stands."""

    values: Mapping[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def problem(self, what: str, remedy: str) -> str:
        """What is wrong here, as one line of a message."""
        return f"{self.file}:{self.line}: {what} {remedy}"


Tables: TypeAlias = Mapping[str, list[Row]]
"""Rows by the names of COLUMNS."""


def assemble(tables: Tables, problems: Iterable[str] = ()) -> Organisation:
    """The organisation in the rows. Raises OrganisationInvalid with every problem, those found before included."""
    found = [*problems]
    for table, rows in tables.items():
        for row in rows:
            found += _of_row(table, row)
    ids = {table: _ids(tables[table], table, found) for table in ("units", "roles", "people")}
    for row in tables["units"]:
        found += _unit(row, tables["units"], ids["units"])
    for row in tables["memberships"]:
        found += _membership(row, ids)
    found += _twice(tables["memberships"])
    if found:
        raise OrganisationInvalid("\n".join(found))
    held: dict[str, list[Held]] = {}
    for row in tables["memberships"]:
        one = Held(f"{row['role']}@{row['unit']}", row["valid_from"], row["valid_to"])
        held.setdefault(row["person"], []).append(one)
    return Organisation(
        units=[_made(Unit, row) for row in tables["units"]],
        roles=[_made(Role, row) for row in tables["roles"]],
        people=[
            _made(Person, row, demo=row["demo"] == "true", memberships=held.get(row["id"], []))
            for row in tables["people"]
        ],
    )


def rows_of(organisation: Organisation) -> dict[str, list[dict[str, str]]]:
    """The organisation as tables, by id: what `assemble` puts together again."""
    people = sorted(organisation.people, key=lambda one: one.id)
    memberships = [
        {"person": one.id, "role": role, "unit": unit, "valid_from": held.valid_from, "valid_to": held.valid_to}
        for one in people
        for held in one.held
        for role, _, unit in [held.group.partition("@")]
    ]
    return {
        "units": [_row("units", one) for one in sorted(organisation.units, key=lambda one: one.id)],
        "roles": [_row("roles", one) for one in sorted(organisation.roles, key=lambda one: one.id)],
        "people": [{**_row("people", one), "demo": "true" if one.demo else ""} for one in people],
        "memberships": memberships,
    }


def _row(table: str, one: object) -> dict[str, str]:
    return {column: str(getattr(one, column)) for column in COLUMNS[table]}


def _made(kind: Callable[..., Any], row: Row, **more: Any) -> Any:
    return kind(**{column: value for column, value in row.values.items() if column != "demo"}, **more)


def _of_row(table: str, row: Row) -> Iterable[str]:
    """What is wrong with the row by itself."""
    for column in row.values.keys() - set(COLUMNS[table]):
        yield row.problem(f"{table} have no {column!r}.", f"Write one of {', '.join(COLUMNS[table])}.")
    for column in COLUMNS[table]:
        value = row[column]
        if column in _NEEDED and not value:
            yield row.problem(f"{column} is missing.", "Fill it in.")
        if column == "id" and value and not _ID.fullmatch(value):
            yield row.problem(f"The id {value!r} cannot be used.", "Write small letters a-z, digits and hyphens.")
        if len(value) > _LONGEST or not value.isprintable():
            yield row.problem(f"{column} is too long or holds control characters.", f"Keep to {_LONGEST} characters.")
        if column in ("valid_from", "valid_to") and value and not is_day(value):
            yield row.problem(f"{column} {value!r} is no date.", "Write it as 2026-01-31, or leave it empty.")
    if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
        yield row.problem("It ends before it begins.", "Correct valid_from or valid_to.")
    if row["demo"] not in ("", "true", "false"):
        yield row.problem(f"demo is {row['demo']!r}.", "Write true or false.")


def _ids(rows: list[Row], table: str, found: list[str]) -> dict[str, Row]:
    """The rows by id; a problem for every id that stands twice."""
    known: dict[str, Row] = {}
    for row in rows:
        first = known.setdefault(row["id"], row)
        if first is not row:
            place = f"{first.file}:{first.line}"
            found.append(row.problem(f"{table}: the id {row['id']!r} is also at {place}.", "Give one another id."))
    return known


def _unit(row: Row, units: list[Row], known: Mapping[str, Row]) -> Iterable[str]:
    if row["kind"] and row["kind"] not in get_args(UnitKind):
        yield row.problem(f"{row['kind']!r} is no kind of unit.", f"Write one of {', '.join(get_args(UnitKind))}.")
    for column, kind in (("parent", ""), ("street", "street"), ("department", "department")):
        other = row[column]
        if other and other not in known:
            yield row.problem(f"{column} {other!r} is no unit.", "Write the id of a unit of these files.")
        elif other and kind and known[other]["kind"] != kind:
            yield row.problem(f"{column} {other!r} is no {kind}.", f"Write the id of a unit of the kind {kind}.")


def _membership(row: Row, ids: Mapping[str, Mapping[str, Row]]) -> Iterable[str]:
    group = f"{row['role']}@{row['unit']}"
    for column, table in (("person", "people"), ("role", "roles"), ("unit", "units")):
        if row[column] and row[column] not in ids[table]:
            yield row.problem(
                f"The membership {group!r} has the {column} {row[column]!r}, who or which is not in {table}.",
                "Write role@unit, both from these files.",
            )


def _twice(rows: list[Row]) -> Iterable[str]:
    """Memberships of one person in one group that overlap."""
    seen: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        others = seen.setdefault((row["person"], row["role"], row["unit"]), [])
        for other in others:
            if _last(other) >= row["valid_from"] and _last(row) >= other["valid_from"]:
                yield row.problem(
                    f"This membership is also at {other.file}:{other.line}.", "Let the dates not overlap."
                )
        others.append(row)


def _last(row: Row) -> str:
    return row["valid_to"] or "9999-12-31"
