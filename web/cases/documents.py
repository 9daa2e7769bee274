"""Documents that handlers made for a case, as downloads."""

from io import BytesIO
from typing import cast

import sqlalchemy as sa
from flask import Response, abort, send_file

from handlers.documents import archive


def download(database: sa.Engine, instance_id: str, document_id: str, kind: str) -> Response:
    """The document as a file; 404 where the case has none of this id and kind."""
    if kind not in archive.MEDIA_TYPES:
        abort(404)
    found = archive.find(database, document_id)
    if found is None or found.instance_id != instance_id:
        abort(404)
    data = archive.content(database, document_id, cast(archive.Format, kind))
    if data is None:
        abort(404)
    return send_file(
        BytesIO(data),
        mimetype=archive.MEDIA_TYPES[kind],
        as_attachment=True,
        download_name=f"{found.number}.{kind}",
    )
