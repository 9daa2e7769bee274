"""What people say about elements: threads, read and written."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from lxml import etree

from engine.diagrams import xml
from engine.diagrams.namespaces import BPMN, ZEEBE
from engine.errors import NotFound, Refused
from engine.store.database import reading
from web.language import Name
from web.modeler.files import kind_of
from web.modeler.tables import remark


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of a thread."""

    id: str
    text: str
    made_at: int
    made_by: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about one element of a file ('' for the whole file), oldest first; `resolved_by` is '' while open."""

    id: str
    procedure: str
    file: str
    element: str
    remarks: tuple[Remark, ...]
    resolved_at: int | None
    resolved_by: str


def threads(database: sa.Engine, procedure: str, file: str = "") -> list[Thread]:
    """Those of a procedure or of one of its files: open ones first, the newest first."""
    query = sa.select(remark).where(remark.c.procedure == procedure).order_by(remark.c.made_at, remark.c.id)
    if file:
        query = query.where(remark.c.file == file)
    with reading(database) as connection:
        rows = connection.execute(query).all()
    said: dict[str, list[Remark]] = {}
    for row in rows:
        said.setdefault(row.thread, []).append(Remark(row.id, row.text, row.made_at, row.made_by))
    begun = [row for row in rows if row.id == row.thread]
    found = [
        Thread(row.id, procedure, row.file, row.element, tuple(said[row.id]), row.resolved_at, row.resolved_by)
        for row in begun
    ]
    return sorted(found, key=lambda one: (one.resolved_at is not None, -one.remarks[-1].made_at))


def add(
    database: sa.Engine, procedure: str, file: str, element: str, text: str, who: str, at: int, thread: str = ""
) -> str:
    """Begin a thread, or go on with one, which opens it again; returns the thread's id. Raises NotFound."""
    id = secrets.token_hex(16)
    with database.begin() as connection:
        if thread:
            first = _first(connection, procedure, thread)
            file, element = first.file, first.element
            # What is said later stands later, also within one millisecond.
            last = connection.scalar(sa.select(sa.func.max(remark.c.made_at)).where(remark.c.thread == thread))
            at = max(at, (last or 0) + 1)
            connection.execute(sa.update(remark).where(remark.c.id == thread).values(resolved_at=None, resolved_by=""))
        connection.execute(
            sa.insert(remark).values(
                id=id,
                procedure=procedure,
                file=file,
                element=element,
                thread=thread or id,
                text=text,
                made_at=at,
                made_by=who,
            )
        )
    return thread or id


def settle(database: sa.Engine, procedure: str, thread: str, *, resolved: bool, who: str, at: int) -> None:
    """Resolve a thread, or open it again. Raises NotFound."""
    values = {"resolved_at": at if resolved else None, "resolved_by": who if resolved else ""}
    with database.begin() as connection:
        _first(connection, procedure, thread)
        connection.execute(sa.update(remark).where(remark.c.id == thread).values(**values))


def element_names(file: str, body: bytes) -> dict[str, Name]:
    """What the elements of a file are called, by id; nothing for a file that cannot be read."""
    try:
        if kind_of(file) in ("diagram", "table"):
            found = xml.parse(file, body).iter()
            return {one.get("id", ""): _name(one) for one in found if _is_named(one)}
        if kind_of(file) == "form":
            return {id: Name(label) for id, label in _components(json.loads(body))}
    except (Refused, ValueError, RecursionError, AttributeError):
        return {}
    return {}


def _first(connection: sa.Connection, procedure: str, thread: str) -> Any:
    query = sa.select(remark.c.file, remark.c.element).where(remark.c.id == thread, remark.c.thread == thread)
    found = connection.execute(query.where(remark.c.procedure == procedure)).one_or_none()
    if found is None:
        raise NotFound(f"No thread {thread}.", kind="thread", id=thread)
    return found


def _is_named(element: etree._Element) -> bool:
    return (
        isinstance(element.tag, str) and bool(element.get("id")) and bool(element.get("name") or element.get("label"))
    )


def _name(element: etree._Element) -> Name:
    path = f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property[@name='name:en']"
    english = next((one.get("value", "") for one in element.iterfind(path)), "")
    return Name(element.get("name") or element.get("label") or "", english)


def _components(form: Mapping[str, object]) -> list[tuple[str, str]]:
    found = []
    inside = form.get("components")
    for one in inside if isinstance(inside, list) else []:
        found.append((str(one.get("id", "")), str(one.get("label") or one.get("key") or "")))
        found += _components(one)
    return found
