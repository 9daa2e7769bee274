"""The preview beside the form editor."""

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import refresh

from web.inbox import attachments
from web.inbox.drafts import Fields
from web.language import LANGUAGES
from web.modeler import library
from web.modeler.files import glance
from web.modeler.findings import said
from web.modeler.forms.previewing import preview
from web.modeler.relations.house import read
from web.pages import visitor
from web.permissions import may_read_workshop, require

pages = Blueprint("forms", __name__)

_EXAMPLE = "example:"
_OWN = frozenset({"csrf_token", "schema", "shown_in", "check", "refresh"})


@pages.post("/<procedure>/forms/preview")
def draw(procedure: str) -> str:
    """The form of the request's `schema` as caseworkers get it, in the language `shown_in`; nothing is kept."""
    require(may_read_workshop(visitor()), "preview form", procedure)
    _speak(request.form.get("shown_in", ""))
    examples = {name.removeprefix(_EXAMPLE): text for name, text in request.form.items() if name.startswith(_EXAMPLE)}
    schema = request.form.get("schema", "")
    found = preview("form", schema.encode(), _fields(), examples, check="check" in request.form)
    return render_template(
        "modeler/preview.html",
        preview=found,
        sheet=found.sheet,
        findings=said(found.refused.findings) if found.refused else [],
        schema=schema,
        refresh_address=url_for("modeler.forms.draw", procedure=procedure),
        accept=attachments.ACCEPT,
        checked="check" in request.form,
    )


@pages.get("/<procedure>/forms/used/<path:file>")
def used(procedure: str, file: str) -> str:
    """The tasks and start events that name the form of this file."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    data = library.draft_files(procedure).get(file)
    if data is None:
        abort(404)
    house, identity = read(), glance(file, data).form
    places = house.of("form", identity) if identity else ()
    return render_template("modeler/form_used.html", places=places, titles=house.titles)


def _speak(language: str) -> None:
    """Answer in the language that the preview is switched to, whatever the page around it speaks."""
    if language in LANGUAGES:
        g.language = language
        refresh()


def _fields() -> Fields:
    """What was filled in; a chosen file by its name alone, because it is not taken in."""
    fields = {
        key: request.form.getlist(key) for key in request.form if key not in _OWN and not key.startswith(_EXAMPLE)
    }
    for key in request.files:
        fields[key] = [file.filename for file in request.files.getlist(key) if file.filename]
    return fields
