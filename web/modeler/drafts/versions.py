"""Named versions: keep the draft as one, bring one back into the draft, look at what one holds."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.drafts.views import pages
from web.modeler.files import kind_of
from web.modeler.publishing import authors
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services


@pages.post("/<procedure>/versions")
def keep(procedure: str) -> Response:
    """Keep the draft as it is now under a name."""
    require(may_draw(visitor()), "draw", procedure)
    library.require(procedure)
    name, note = (request.form.get(one, "").strip() for one in ("name", "note"))
    here = redirect(url_for("modeler.drafts.procedure", procedure=procedure))
    if not name:
        flash(gettext("Write a name by which you will find the version again."), "problem")
        return here
    given = services()
    found, makers = library.drafted(procedure)
    with given.database.begin() as connection:
        made = library.keep(
            connection, procedure, found, name=name[:200], note=note[:2000], who=visitor().id, at=given.now()
        )
        authors.sign(connection, made.id, makers)
    flash(gettext("Kept as version %(number)d, %(name)s.", number=made.number, name=made.name), "done")
    return here


@pages.get("/<procedure>/versions/<version>")
def version(procedure: str, version: str) -> str:
    """What a version holds."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    found = _version(procedure, version)
    return render_template(
        "modeler/version.html",
        procedure=library.procedure(procedure),
        version=found,
        files=[(file, kind_of(file)) for file in found.files],
        people=Directory([found.made_by]),
        draws=may_draw(visitor()),
    )


@pages.post("/<procedure>/versions/<version>/restore")
def restore(procedure: str, version: str) -> Response:
    """Let the draft be as the version is; what it was is kept as a version first."""
    require(may_draw(visitor()), "draw", procedure)
    found, given = _version(procedure, version), services()
    files: dict[str, bytes | None] = dict.fromkeys(library.draft_files(procedure))
    files |= library.bodies(found)
    name = gettext("Draft before version %(number)d was brought back", number=found.number)
    saving.change(given.engine, procedure, files, who=visitor().id, at=given.now(), keep_as=name, made_of=found)
    flash(gettext("The draft is as version %(number)d again.", number=found.number), "done")
    return redirect(url_for("modeler.drafts.procedure", procedure=procedure))


def _version(procedure: str, id: str) -> library.Version:
    found = library.version(id)
    if found.procedure != procedure:
        abort(404)
    return found
