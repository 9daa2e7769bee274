"""What the editor downloads and the browser cannot make itself."""

from flask import Blueprint, Response, abort, request
from flask_babel import gettext

from handlers.errors import LayoutFailed, MissingGlyph
from web.failures import Explained
from web.language import language
from web.modeler import library
from web.modeler.pictures import drawing
from web.modeler.pictures.pdf import render
from web.pages import visitor
from web.permissions import may_read_workshop, require
from web.services import services

LARGEST = 2_000_000
"""Bytes of a drawing; one of 300 elements has a third of it."""

pages = Blueprint("pictures", __name__)


@pages.post("/<procedure>/picture.pdf")
def pdf(procedure: str) -> Response:
    """The drawing that is sent, as a document."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    row = library.procedure(procedure)
    if (request.content_length or 0) > LARGEST:
        abort(413)
    try:
        made = render(drawing.read(request.get_data()), row.title.said, language(), services().now())
    except drawing.NotADrawing as error:
        raise Explained(422, gettext("This is no drawing of the editor"), str(error)) from None
    except MissingGlyph as error:
        advice = gettext(
            "The document's font cannot show: %(characters)s. Write it with other characters, or take the picture as SVG or PNG.",
            characters=error.details["characters"],
        )
        raise Explained(422, gettext("The PDF cannot be made"), advice) from None
    except LayoutFailed:
        raise Explained(422, gettext("The PDF cannot be made"), gettext("Take the picture as SVG or PNG.")) from None
    return Response(made, mimetype="application/pdf")
