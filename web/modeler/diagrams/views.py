"""The JSON that the diagram editor asks for. It reads the workshop and changes nothing."""

from typing import Any

import msgspec
from flask import Blueprint, Response, abort, current_app, request

from web import clauses
from web.modeler.diagrams import choices, findings, handlers_offered, variables
from web.modeler.diagrams.surroundings import around
from web.modeler.drafts.exchange import examined
from web.pages import visitor
from web.permissions import may_read_workshop, require

pages = Blueprint("diagrams", __name__)


class Edited(msgspec.Struct, frozen=True):
    """A diagram as it is in the editor; `element` is the id of what is selected."""

    file: str
    xml: str
    element: str = ""


@pages.before_request
def _readers_only() -> None:
    require(may_read_workshop(visitor()), "workshop", request.path)


@pages.get("/clauses.json")
def clause_register() -> Response:
    """The clauses that elements may cite."""
    register = clauses.here()
    return _json([{"id": one.id, "section": one.title, "text": one.text, "english": one.text_en} for one in register])


@pages.get("/templates.json")
def templates() -> Response:
    """The registered handlers with their inputs and outputs."""
    return _json(handlers_offered.described())


@pages.get("/<procedure>/choices.json")
def offered(procedure: str) -> Response:
    """What a diagram may refer to."""
    return _json(choices.offered(procedure))


@pages.post("/<procedure>/variables")
def known_variables(procedure: str) -> Response:
    """The variables that one element can read."""
    edited = _edited()
    return _json(variables.at(edited.file, edited.xml.encode(), edited.element, around(procedure, edited.file)))


@pages.post("/<procedure>/lint")
def lint(procedure: str) -> Response:
    """What the server's rules say about the diagram or the decisions."""
    edited = _edited()
    data = examined(edited.file, edited.xml.encode())
    return _json(findings.on(procedure, edited.file, data, around(procedure, edited.file)))


def _edited() -> Edited:
    try:
        return msgspec.json.decode(request.get_data(), type=Edited)
    except msgspec.DecodeError:
        abort(400)


def _json(data: Any) -> Response:
    response = current_app.response_class(msgspec.json.encode(data), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
