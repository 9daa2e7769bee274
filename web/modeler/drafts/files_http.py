"""The bytes of one file for the editors: read with a revision, saved where that still holds (RFC 9110, If-Match)."""

from typing import Any

from flask import Response, abort, jsonify, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Answer

from web.modeler import library
from web.modeler.drafts import exchange, saving
from web.modeler.drafts.saving import Conflict, Standing
from web.modeler.drafts.views import pages
from web.modeler.files import kind_of
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

PRESENT = "present"
"""Stands for a version: the file as it is in force now."""
_TYPES = {
    "diagram": "application/xml",
    "table": "application/xml",
    "form": "application/json",
    "scenario": "text/plain",
}


@pages.get("/token")
def token() -> Response:
    """A fresh token against forged requests, and who is signed in by now."""
    return jsonify(token=generate_csrf(), person=visitor().id, name=visitor().name.said)


@pages.get("/<procedure>/files/<path:file>")
def read(procedure: str, file: str) -> Answer:
    """The file as the draft has it, as `?version=` has it, or as it is in force (`?version=present`); with `?editor`
    as editors read it."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    version = request.args.get("version", "")
    if version == PRESENT:
        body = library.present_files(procedure).get(file)
    elif version:
        kept = library.version(version)
        body = library.bodies(kept).get(file) if kept.procedure == procedure else None
    else:
        body = saving.standing(procedure, file).body
    if body is None:
        abort(404)
    shown = exchange.outgoing(file, body) if "editor" in request.args else body
    answer = Response(shown, mimetype=_TYPES[kind_of(file) or "scenario"])
    answer.set_etag(saving.revision(body))
    # Somebody wrote it: opened by itself, it is to be read as a page by no browser.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@pages.put("/<procedure>/files/<path:file>")
def write(procedure: str, file: str) -> tuple[Answer, int] | Answer:
    """Save what an editor holds; 409 tells who was there since."""
    require(may_draw(visitor()), "draw", f"{procedure}/{file}")
    given, body = services(), sent(procedure, file)
    expected = request.headers.get("If-Match", "").strip('"')
    try:
        saved = saving.save(
            given.engine,
            procedure,
            file,
            exchange.incoming(file, body, original(procedure, file)),
            expected=expected,
            who=visitor().id,
            at=given.now(),
        )
    except Conflict as conflict:
        return jsonify(told(conflict.standing)), 409
    return accepted(saved)


def sent(procedure: str, file: str) -> bytes:
    """The bytes of the request, of a file that the procedure may have. Aborts with 404 or 413; raises NotFound."""
    if kind_of(file) is None:
        abort(404)
    library.require(procedure)
    if (request.content_length or 0) > saving.largest(file):
        abort(413)
    body = request.get_data()
    if len(body) > saving.largest(file):
        abort(413)
    return body


def original(procedure: str, file: str) -> bytes | None:
    """What an editor's text was made from: what is in force, so that a draft differs from it only where it was edited;
    else the draft's own."""
    present = library.present_files(procedure).get(file)
    return saving.standing(procedure, file).body if present is None else present


def accepted(saved: Standing, **more: str) -> Answer:
    """The answer to a save."""
    answer = jsonify(revision=saved.revision, saved_at=saved.changed_at, **more)
    answer.set_etag(saved.revision)
    return answer


def told(found: Standing) -> dict[str, Any]:
    """Who changed the file when, for programs."""
    people = Directory([found.changed_by])
    return {
        "by": found.changed_by,
        "by_name": people.actor(found.changed_by) if found.changed_by else "",
        "at": found.changed_at,
        "revision": found.revision,
    }
