"""Documents that handlers made for a case."""

from dataclasses import dataclass
from io import BytesIO

import sqlalchemy as sa
from flask import Response, abort, send_file

from engine.store.database import reading
from handlers.tables import document

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document; it can be downloaded as every kind of `MEDIA_TYPES`."""

    id: str
    number: str
    title: str
    at: int


def of_case(database: sa.Engine, instance_id: str) -> list[Document]:
    """The case's documents, oldest first."""
    columns = (document.c.id, document.c.number, document.c.title, document.c.created_at)
    query = sa.select(*columns).where(document.c.instance_id == instance_id).order_by(document.c.created_at)
    with reading(database) as connection:
        return [Document(*row) for row in connection.execute(query)]


def download(database: sa.Engine, instance_id: str, document_id: str, kind: str) -> Response:
    """The document as a file; 404 where the case has none of this id and kind."""
    if kind not in MEDIA_TYPES:
        abort(404)
    query = sa.select(document.c[kind], document.c.number).where(
        document.c.instance_id == instance_id, document.c.id == document_id
    )
    with reading(database) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        abort(404)
    return send_file(
        BytesIO(row[0]), mimetype=MEDIA_TYPES[kind], as_attachment=True, download_name=f"{row.number}.{kind}"
    )
