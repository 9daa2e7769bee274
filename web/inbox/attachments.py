"""Files that people attach to a task: typed by their content, bounded in size, kept in the database."""

import hashlib
import secrets
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import sqlalchemy as sa
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from engine.store.database import reading
from web.inbox.tables import attachment

LONGEST_NAME = 200
QUOTA = 100 * 1024 * 1024
"""Bytes that one person's drafts may hold in files together."""

_PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OFFICE_PARTS = {
    "word/document.xml": _OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": _OFFICE + "spreadsheetml.sheet",
}
_BEGINNINGS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", _PDF))
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    _PDF: (".pdf",),
    _OFFICE_PARTS["word/document.xml"]: (".docx",),
    _OFFICE_PARTS["xl/workbook.xml"]: (".xlsx",),
}
ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)


_COLUMNS = [
    attachment.c[name] for name in ("id", "instance", "token", "field", "person", "name", "media_type", "size", "at")
]


class FileRefused(ValueError):
    """The file is not taken; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept file without its bytes; `instance` is the draft's place until what it belongs to is submitted."""

    id: str
    instance: str
    token: int
    field: str
    person: str
    name: str
    media_type: str
    size: int
    at: int


def draft_place(instance: str) -> str:
    """Where files lie that are attached to a draft: no case, so that nobody but their person sees them."""
    return f"draft:{instance}"


def take(
    database: sa.Engine, file: FileStorage, place: tuple[str, int], field: str, person: str, now: int, largest: int
) -> Attachment:
    """Check one file and keep it with the draft for `place` (instance and token); once, however often it is sent.

    `largest` is in bytes. Raises FileRefused.
    """
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    content = file.stream.read(largest + 1)
    if len(content) > largest:
        raise FileRefused(gettext("%(name)s is larger than %(limit)d MB.", name=name, limit=largest // 1024 // 1024))
    media_type = _type_of(content)
    if not media_type or not name.lower().endswith(ENDINGS[media_type]):
        raise FileRefused(
            gettext("%(name)s is no photo (JPEG, PNG), PDF, Word or Excel file, or its name does not fit.", name=name)
        )
    digest = hashlib.sha256(content).hexdigest()
    instance, token = draft_place(place[0]), place[1]
    kept = Attachment(secrets.token_hex(16), instance, token, field, person, name, media_type, len(content), now)
    with database.begin() as connection:
        same = sa.and_(
            _of_draft(place, person),
            attachment.c.field == field,
            attachment.c.name == name,
            attachment.c.sha256 == digest,
        )
        row = connection.execute(sa.select(*_COLUMNS).where(same)).first()
        if row is not None:
            return Attachment(*row)
        mine = sa.and_(attachment.c.person == person, attachment.c.instance.startswith(draft_place("")))
        held = connection.scalar(sa.select(sa.func.sum(attachment.c.size)).where(mine)) or 0
        if held + len(content) > QUOTA:
            limit = QUOTA // 1024 // 1024
            raise FileRefused(
                gettext(
                    "The files in your drafts would be larger than %(limit)d MB. Finish a draft first.", limit=limit
                )
            )
        values = {column: getattr(kept, column) for column in Attachment.__slots__}
        connection.execute(sa.insert(attachment).values(**values, sha256=digest, content=content))
    return kept


def of_case(database: sa.Engine, instance: str) -> list[Attachment]:
    """Files attached in a case, oldest first."""
    return _rows(database, attachment.c.instance == instance)


def by_ids(database: sa.Engine, ids: list[str]) -> list[Attachment]:
    return _rows(database, attachment.c.id.in_(ids)) if ids else []


def opened(database: sa.Engine, attachment_id: str) -> BytesIO:
    """The file's bytes, to be read."""
    with reading(database) as connection:
        return BytesIO(
            connection.scalar(sa.select(attachment.c.content).where(attachment.c.id == attachment_id)) or b""
        )


def submit(database: sa.Engine, place: tuple[str, int], person: str, ids: list[str], instance: str) -> None:
    """What was drafted is done: give the person's files of these ids to the case, drop all others of the place."""
    with database.begin() as connection:
        mine = sa.and_(_of_draft(place, person), attachment.c.id.in_(ids))
        connection.execute(sa.update(attachment).where(mine).values(instance=instance))
        left = _of_draft(place, person if place[1] == 0 else None)
        connection.execute(sa.delete(attachment).where(left))


def keep_only(database: sa.Engine, place: tuple[str, int], person: str, ids: list[str]) -> None:
    """Drop the files of the person's draft that it no longer names."""
    with database.begin() as connection:
        connection.execute(sa.delete(attachment).where(_of_draft(place, person), attachment.c.id.not_in(ids)))


def forget_drafts(database: sa.Engine, before: int) -> None:
    """Drop the files of drafts that were attached before then."""
    old = sa.and_(attachment.c.instance.startswith(draft_place("")), attachment.c.at < before)
    with database.begin() as connection:
        connection.execute(sa.delete(attachment).where(old))


def _of_draft(place: tuple[str, int], person: str | None) -> sa.ColumnElement[bool]:
    """Files of the place's draft, of one person or of everybody."""
    there = sa.and_(attachment.c.instance == draft_place(place[0]), attachment.c.token == place[1])
    return there if person is None else sa.and_(there, attachment.c.person == person)


def _rows(database: sa.Engine, condition: sa.ColumnElement[bool]) -> list[Attachment]:
    with reading(database) as connection:
        found = connection.execute(sa.select(*_COLUMNS).where(condition).order_by("at", "id"))
        return [Attachment(*row) for row in found]


def _type_of(content: bytes) -> str:
    for beginning, media_type in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        try:
            with ZipFile(BytesIO(content)) as archive:
                names = set(archive.namelist())
        except BadZipFile:
            return ""
        return next((media_type for part, media_type in _OFFICE_PARTS.items() if part in names), "")
    return ""
