"""Files in and out: import into the draft, download of one file or of all as a zip."""

import io
import zipfile

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as Answer

from web.modeler import library
from web.modeler.drafts import exchange, importing, saving
from web.modeler.drafts.views import pages
from web.modeler.files import stem
from web.pages import visitor
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive knows: the same files make the same archive."""


@pages.post("/<procedure>/import")
def take_in(procedure: str) -> Answer | tuple[str, int]:
    """Take files into the draft: all of them, or none and the reasons why."""
    require(may_draw(visitor()), "draw", procedure)
    row, given = library.procedure(procedure), services()
    try:
        found = importing.read(request.files.getlist("files"), given.settings.upload_bytes)
        found = importing.placed(found, library.draft_files(procedure))
    except importing.ImportRefused as refused:
        return render_template("modeler/import_refused.html", procedure=row, reasons=refused.reasons), 422
    present = library.present_files(procedure)
    changes: dict[str, bytes | None] = {
        file: exchange.incoming(file, data, present.get(file)) for file, data in found.items()
    }
    name = gettext("Draft before files were brought in")
    saving.change(given.engine, procedure, changes, who=visitor().id, at=given.now(), keep_as=name)
    said = ngettext(
        "%(num)d file is in the draft: %(names)s.",
        "%(num)d files are in the draft: %(names)s.",
        len(found),
        names=", ".join(found),
    )
    flash(said, "done")
    return redirect(url_for("modeler.drafts.procedure", procedure=procedure))


@pages.get("/<procedure>/download/<path:file>")
def download(procedure: str, file: str) -> Answer:
    """One file of the draft or of `?version=`, as the desktop Modeler opens it."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    found = _files(procedure)
    if file not in found:
        abort(404)
    answer = Response(exchange.outgoing(file, found[file]), mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=_outside(file).rpartition("/")[2])
    return answer


@pages.get("/<procedure>/archive")
def archive(procedure: str) -> Answer:
    """All files of the draft or of `?version=` as a zip, named as the desktop Modeler knows them."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    found = _files(procedure)
    if not found:
        abort(404)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file, data in found.items():
            archive.writestr(
                zipfile.ZipInfo(_outside(file), _EPOCH), exchange.outgoing(file, data), zipfile.ZIP_DEFLATED
            )
    answer = Response(packed.getvalue(), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{procedure}.zip")
    return answer


def _files(procedure: str) -> dict[str, bytes]:
    version = request.args.get("version", "")
    if not version:
        return library.draft_files(procedure)
    found = library.version(version)
    return library.bodies(found) if found.procedure == procedure else {}


def _outside(file: str) -> str:
    """The name that the desktop Modeler knows the kind by."""
    return f"{stem(file)}.form" if file.endswith(".form.json") else file
