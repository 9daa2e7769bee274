"""Remarks over HTTP: for the editors as JSON, for the procedure's page as forms."""

from typing import Any

from flask import Response, abort, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from web.modeler import library
from web.modeler.drafts import remarks
from web.modeler.drafts.remarks import Thread
from web.modeler.drafts.views import pages
from web.modeler.files import kind_of
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

LONGEST = 4000
"""Characters of a remark."""


@pages.get("/<procedure>/remarks")
def remarks_of(procedure: str) -> Response:
    """The threads of a procedure, or of `?file=`."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    return _listed(procedure, request.args.get("file", ""))


@pages.post("/<procedure>/remarks")
def add_remark(procedure: str) -> Answer | tuple[Answer, int]:
    """Begin a thread at `element` of `file`, or go on with `thread`."""
    require(may_draw(visitor()), "remark", procedure)
    library.require(procedure)
    file, element, text, thread = (_sent(one) for one in ("file", "element", "text", "thread"))
    if not text or len(text) > LONGEST:
        said = gettext("Write a remark of at most %(limit)d characters.", limit=LONGEST)
        return jsonify(title=said, status=422), 422
    if not thread and kind_of(file) is None:
        abort(404)
    given = services()
    remarks.add(given.database, procedure, file, element[:200], text, visitor().id, given.now(), thread)
    return _done(procedure, file)


@pages.post("/<procedure>/remarks/<thread>/resolve")
def settle_remark(procedure: str, thread: str) -> Answer:
    """Resolve a thread, or open it again (`open` is sent with it)."""
    require(may_draw(visitor()), "remark", procedure)
    given = services()
    resolved = not _sent("open")
    remarks.settle(given.database, procedure, thread, resolved=resolved, who=visitor().id, at=given.now())
    return _done(procedure, _sent("file"))


def _sent(name: str) -> str:
    body: Any = request.get_json(silent=True) if request.is_json else request.form
    found = body.get(name, "") if isinstance(body, dict) or not request.is_json else ""
    return str(found or "").encode(errors="replace").decode().strip()  # JSON can say halves of characters.


def _done(procedure: str, file: str) -> Answer:
    if request.is_json:
        return _listed(procedure, file)
    return redirect(url_for("modeler.drafts.procedure", procedure=procedure) + "#remarks")


def _listed(procedure: str, file: str) -> Response:
    found = remarks.threads(services().database, procedure, file)
    people = Directory({one.made_by for thread in found for one in thread.remarks} | {one.resolved_by for one in found})
    return jsonify(threads=[_told(one, people) for one in found])


def _told(thread: Thread, people: Directory) -> dict[str, Any]:
    return {
        "id": thread.id,
        "file": thread.file,
        "element": thread.element,
        "resolved_at": thread.resolved_at,
        "resolved_by": people.actor(thread.resolved_by) if thread.resolved_by else "",
        "remarks": [
            {"id": one.id, "by": people.actor(one.made_by), "at": one.made_at, "text": one.text}
            for one in thread.remarks
        ],
    }
