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

LARGEST = 8 * 1024 * 1024
LONGEST_NAME = 200

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


class FileRefused(ValueError):
    """The file is not taken; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kept file without its bytes."""

    id: str
    instance: str
    token: int
    field: str
    person: str
    name: str
    media_type: str
    size: int
    at: int


def take(
    database: sa.Engine, file: FileStorage, instance: str, token: int, field: str, person: str, now: int
) -> Attachment:
    """Check and keep one file. Raises FileRefused."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        limit = LARGEST // 1024 // 1024
        raise FileRefused(gettext("%(name)s is larger than %(limit)d MB.", name=name, limit=limit))
    media_type = _type_of(content)
    if not media_type or not name.lower().endswith(ENDINGS[media_type]):
        raise FileRefused(
            gettext("%(name)s is no photo (JPEG, PNG), PDF, Word or Excel file, or its name does not fit.", name=name)
        )
    kept = Attachment(secrets.token_hex(16), instance, token, field, person, name, media_type, len(content), now)
    row = {column: getattr(kept, column) for column in Attachment.__slots__}
    with database.begin() as connection:
        digest = hashlib.sha256(content).hexdigest()
        connection.execute(sa.insert(attachment).values(**row, sha256=digest, content=content))
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


def move(database: sa.Engine, ids: list[str], person: str, instance: str) -> None:
    """Give files that were attached while starting to the case that was started."""
    mine = sa.and_(attachment.c.id.in_(ids), attachment.c.person == person)
    with database.begin() as connection:
        connection.execute(sa.update(attachment).where(mine).values(instance=instance))


def _rows(database: sa.Engine, condition: sa.ColumnElement[bool]) -> list[Attachment]:
    columns = [attachment.c[name] for name in Attachment.__slots__]
    with reading(database) as connection:
        return [
            Attachment(*row) for row in connection.execute(sa.select(*columns).where(condition).order_by("at", "id"))
        ]


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
