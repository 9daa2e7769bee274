"""Documents that handlers made for a case, as downloads."""

from io import BytesIO
from typing import cast

import sqlalchemy as sa
from flask import Response, abort, send_file
from flask_babel import gettext

from handlers.documents import archive


def kind_name(kind: str) -> str:
    """What kind of document it is in the reader's language; '' where a later version of the product made it."""
    names: dict[str, str] = {
        "special-report": gettext("Special report"),
        "supervision-order": gettext("Supervision order"),
        "meeting-minutes": gettext("Meeting minutes"),
        "admission-ruling": gettext("Admission ruling"),
        "reply-letter": gettext("Letter of reply"),
        "assessment-bulletin": gettext("Assessment bulletin"),
        "personnel-proposal": gettext("Personnel proposal"),
    }
    return names.get(kind, "")


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
