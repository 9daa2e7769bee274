"""The issued documents as they are stored: what the case page lists and offers for download."""

from hashlib import sha256
from typing import Literal

import msgspec
from sqlalchemy import Engine, select

from engine.runtime.handlers import JobContext
from engine.store.database import reading
from handlers.insertion import insert_once
from handlers.tables import document

Format = Literal["docx", "pdf"]
Kind = Literal[
    "special-report",
    "supervision-order",
    "meeting-minutes",
    "admission-ruling",
    "reply-letter",
    "assessment-bulletin",
    "personnel-proposal",
]
"""What a document is: the name of the handler that issued it."""

MEDIA_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class StoredDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document without its files; `created_at` is milliseconds since 1970."""

    id: str
    instance_id: str
    kind: str
    number: str
    title: str
    created_at: int
    docx_sha256: str
    pdf_sha256: str


_COLUMNS = [document.c[name] for name in StoredDocument.__struct_fields__]


def store(context: JobContext, kind: Kind, number: str, title: str, docx: bytes, pdf: bytes) -> str:
    """Keep a document under the job's key; the first one stays. Returns its id."""
    row = {
        "id": context.idempotency_key,
        "instance_id": context.instance_id,
        "kind": kind,
        "number": number,
        "title": title,
        "created_at": context.now,
        "docx": docx,
        "pdf": pdf,
        "docx_sha256": sha256(docx).hexdigest(),
        "pdf_sha256": sha256(pdf).hexdigest(),
    }
    with context.database.begin() as connection:
        insert_once(connection, document, row, unique=("id",))
    return context.idempotency_key


def find(database: Engine, document_id: str) -> StoredDocument | None:
    """The document of this id."""
    with reading(database) as connection:
        row = connection.execute(select(*_COLUMNS).where(document.c.id == document_id)).mappings().first()
    return StoredDocument(**row) if row else None


def of_instance(database: Engine, instance_id: str) -> list[StoredDocument]:
    """The documents made for a case, oldest first."""
    query = select(*_COLUMNS).where(document.c.instance_id == instance_id).order_by(document.c.created_at)
    with reading(database) as connection:
        return [StoredDocument(**row) for row in connection.execute(query).mappings()]


def content(database: Engine, document_id: str, file_format: Format) -> bytes | None:
    """The bytes of one file of the document, exactly as issued."""
    with reading(database) as connection:
        data = connection.scalar(select(document.c[file_format]).where(document.c.id == document_id))
    return bytes(data) if data is not None else None
