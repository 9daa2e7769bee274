"""Governed changes of deployed files: made once, and not lost when the folder is deployed again.

A file that is deployed as it was before the change is taken as it is after it, so that deploying the same folder keeps
what was decided since. A file that was edited otherwise must hold the change's mark.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, insert, select, update

from engine.diagrams.definition import Definition
from engine.errors import AmendmentsLost
from engine.runtime.definitions import stored_file
from engine.runtime.handlers import Amendment
from engine.runtime.views import AmendmentRow
from engine.store.tables import amendment, definition


@dataclass(frozen=True, slots=True)
class Cause:
    """The job that amends, and whose it is; `key` is the same however often it is tried."""

    key: str
    instance_id: str


@dataclass(frozen=True, slots=True)
class AmendmentMade:
    """A governed change that has just been made: of which file (SHA-256 before and after), by which case.

    `version` is the one of `process_id` that it made. `at` is in milliseconds since 1970.
    """

    process_id: str
    version: int
    file: str
    file_before: str
    file_after: str
    change: Amendment
    instance_id: str
    at: int


WhenAmended: TypeAlias = Callable[[Connection, AmendmentMade], None]
"""What else is written in the transaction of a governed change; what it raises undoes all of it. Others wait meanwhile."""


def nothing_more(connection: Connection, made: AmendmentMade) -> None:
    """What is written with a governed change where nobody asked for more."""


def in_force(connection: Connection, process_id: str = "") -> list[AmendmentRow]:
    """The changes that nobody withdrew, of one process or all, oldest first."""
    query = select(amendment, definition.c.version).join(definition, definition.c.hash == amendment.c.definition_hash)
    query = query.where(amendment.c.withdrawn_by == "").order_by(definition.c.version, amendment.c.process_id)
    if process_id:
        query = query.where(amendment.c.process_id == process_id)
    return [_row(row) for row in connection.execute(query)]


def earlier(connection: Connection, key: str) -> tuple[str, int] | None:
    """Hash and version of what the job `key` made before, withdrawn or not."""
    query = select(definition.c.hash, definition.c.version).join(
        amendment, definition.c.hash == amendment.c.definition_hash
    )
    found = connection.execute(query.where(amendment.c.key == key)).one_or_none()
    return None if found is None else (found.hash, found.version)


def followed(connection: Connection, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, each that was amended in the form that it has since."""
    later = {row.file_before: row.file_after for row in in_force(connection)}
    return {name: _newest(connection, data, later) for name, data in files.items()}


def kept(connection: Connection, one: Definition) -> tuple[str, ...]:
    """The marks of all changes in force of the process. Raises AmendmentsLost for those that `one` lacks."""
    marks = [row.mark for row in in_force(connection, one.process.id)]
    lost = [mark for mark in marks if not any(mark.encode() in data for data in one.resources.values())]
    if lost:
        raise AmendmentsLost(
            f"The files of {one.process.id} lack what was decided while it ran: {', '.join(lost)}. Bring it into the files"
            " (tiaokuai amendments --write), or withdraw it (tiaokuai deploy --withdraw-amendments).",
            process_id=one.process.id,
            marks=lost,
        )
    return tuple(marks)


def changed(files: Mapping[str, bytes], change: Amendment) -> tuple[str, bytes]:
    """The changed file. Raises ValueError where it is not exactly one of `files`, is unchanged or lacks the mark."""
    different = {name: data for name, data in change.change(files).items() if files.get(name) != data}
    if len(different) != 1 or not different.keys() <= files.keys():
        raise ValueError(f"An amendment changes one file of the process, not {sorted(different) or 'none'}.")
    ((name, data),) = different.items()
    if not change.mark or change.mark.encode() not in data or change.mark.encode() in files[name]:
        raise ValueError(f"The amended {name} must hold the new mark {change.mark!r}.")
    return name, data


def withdraw(connection: Connection, process_id: str, actor: str) -> None:
    """Let no change of the process be in force any more."""
    connection.execute(
        update(amendment)
        .where(amendment.c.process_id == process_id, amendment.c.withdrawn_by == "")
        .values(withdrawn_by=actor)
    )


def record(connection: Connection, definition_hash: str, made: AmendmentMade, key: str) -> None:
    """Note what the job `key` changed, and the definition that came of it."""
    connection.execute(
        insert(amendment).values(
            key=key,
            process_id=made.process_id,
            definition_hash=definition_hash,
            file_before=made.file_before,
            file_after=made.file_after,
            mark=made.change.mark,
            reason=made.change.reason,
            actor=made.change.actor,
            amended_at=made.at,
        )
    )


def _newest(connection: Connection, data: bytes, later: Mapping[str, str]) -> bytes:
    digest = first = sha256(data).hexdigest()
    passed = {first}
    while digest in later and later[digest] not in passed:
        digest = later[digest]
        passed.add(digest)
    return data if digest == first else stored_file(connection, digest)


def _row(row: Row[Any]) -> AmendmentRow:
    return AmendmentRow(
        process_id=row.process_id,
        version=row.version,
        mark=row.mark,
        reason=row.reason,
        actor=row.actor,
        amended_at=row.amended_at,
        file_before=row.file_before,
        file_after=row.file_after,
    )
