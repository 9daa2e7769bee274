"""Several people at one file: who has it open, and what becomes of two who changed it."""

from collections.abc import Collection

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.modeler import library
from web.modeler.comparison import sides
from web.modeler.drafts import exchange, presence, saving
from web.modeler.drafts.files_http import accepted, original, sent, told
from web.modeler.drafts.saving import Conflict
from web.modeler.drafts.views import pages
from web.modeler.files import digest
from web.modeler.publishing import authors
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services


@pages.get("/signed-in")
def back() -> str:
    """Where somebody arrives who signed in anew beside an editor that waits."""
    require(may_read_workshop(visitor()), "workshop", "")
    return render_template("modeler/signed_in.html")


@pages.post("/<procedure>/presence/<path:file>")
def present(procedure: str, file: str) -> Response:
    """Say that one has the file open; tells who else has, and the file's present revision."""
    require(may_draw(visitor()), "draw", f"{procedure}/{file}")
    others = presence.note(procedure, file, visitor().id)
    people = Directory(others)
    found = saving.standing(procedure, file)
    return jsonify(**told(found), others=[{"id": one, "name": people.actor(one)} for one in others])


@pages.post("/<procedure>/conflict/<path:file>")
def settle(procedure: str, file: str) -> tuple[Response, int] | Response:
    """After a conflict: `?take=mine` saves what was sent over the other's, `?take=theirs` leaves the other's, `?take=look`
    decides nothing yet. What was sent, or what it replaces, is kept as a version first."""
    require(may_draw(visitor()), "draw", f"{procedure}/{file}")
    given, who = services(), visitor()
    mine = exchange.incoming(file, sent(procedure, file), original(procedure, file))
    found = saving.standing(procedure, file)
    if request.args.get("take") != "mine":
        name = gettext("%(file)s as %(name)s had it", file=file, name=who.name.said)
        others, makers = library.drafted(procedure)
        # What was sent never got into the draft, so the draft does not know who wrote it.
        kept = _keep_once(procedure, {**others, file: mine}, name, {who.id, *makers})
        page = url_for("modeler.comparison.compare", procedure=procedure)
        return accepted(found, compare=f"{page}?from={kept.id}&to={sides.DRAFT}")
    other = (
        Directory([found.changed_by]).actor(found.changed_by) if found.changed_by else gettext("the version in force")
    )
    name = gettext("%(file)s as %(name)s had it", file=file, name=other)
    expected = {file: request.headers.get("If-Match", "").strip('"')}
    try:
        saving.change(
            given.engine, procedure, {file: mine}, who=who.id, at=given.now(), expected=expected, keep_as=name
        )
    except Conflict as conflict:
        return jsonify(told(conflict.standing)), 409
    return accepted(saving.standing(procedure, file))


def _keep_once(procedure: str, files: dict[str, bytes], name: str, makers: Collection[str]) -> library.Version:
    """A version of these files, made by these persons: the newest one where it is just that already."""
    manifest = {file: digest(data) for file, data in files.items()}
    newest = next(iter(library.versions(procedure)), None)
    if newest is not None and newest.files == manifest:
        return newest
    given = services()
    with given.database.begin() as connection:
        made = library.keep(connection, procedure, files, name=name, note="", who=visitor().id, at=given.now())
        authors.sign(connection, made.id, makers)
    return made
