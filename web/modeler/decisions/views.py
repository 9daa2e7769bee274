"""What the decision editor asks the server: tries, examples and plain tables."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from engine.diagrams import xml
from engine.diagrams.dmn.trial import Checked
from engine.errors import Refused
from web.modeler import library
from web.modeler.decisions import examples, sheets, values
from web.modeler.decisions.trying import Desk, Trial, refusals
from web.pages import visitor
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

pages = Blueprint("decisions", __name__, template_folder="templates", url_prefix="/<procedure>/decisions")

MOST_ENTERED = 200
"""Of fields in one try."""


@pages.post("/try")
def try_out(procedure: str) -> AnyResponse:
    """Lay out the fields of a decision as it stands in the editor; with `run`, decide with what was entered; with `examples`,
    decide every kept example, too; with `check`, look for gaps and overlaps. JSON in: `file`, `text`, `decision`, `entered`;
    out: HTML fragments and `marks`."""
    require(may_read_workshop(visitor()), "try decision", procedure)
    asked = _asked()
    file, decision, entered = _word(asked, "file"), _word(asked, "decision"), _entered(asked)
    try:
        desk = Desk(file, _text(asked), _others(procedure, file), services().now())
    except Refused as error:
        return jsonify(
            {
                "form": "",
                "result": render_template("modeler/decisions/refused.html", reasons=refusals(error)),
                "marks": [],
            }
        )
    trial = desk.try_out(decision, entered) if asked.get("run") else desk.lay_out(decision)
    checked = desk.check(trial.decision) if asked.get("check") else None
    return _shown(procedure, file, desk, trial, entered, compares=bool(asked.get("examples")), checked=checked)


@pages.post("/examples")
def keep(procedure: str) -> AnyResponse:
    """Keep what was entered under a name, with what comes of it now. JSON as for a try, and `name`."""
    require(may_draw(visitor()), "keep example", procedure)
    library.require(procedure)
    asked = _asked()
    file, decision, entered = _word(asked, "file"), _word(asked, "decision"), _entered(asked)
    name = _word(asked, "name").strip()
    if not name:
        abort(400)
    try:
        desk = Desk(file, _text(asked), _others(procedure, file), services().now())
    except Refused as error:
        return jsonify(
            {"result": render_template("modeler/decisions/refused.html", reasons=refusals(error)), "marks": []}
        )
    trial = desk.try_out(decision, entered)
    if trial.done is not None:
        examples.keep(
            procedure,
            file,
            trial.decision,
            name=name,
            entered={key: text for key, text in entered.items() if text},
            result=trial.done.result,
            who=visitor().id,
            at=services().now(),
        )
    return _shown(procedure, file, desk, trial, entered)


@pages.post("/examples/<id>/remove")
def remove(procedure: str, id: str) -> AnyResponse:
    """Forget a kept example."""
    require(may_draw(visitor()), "remove example", procedure)
    examples.remove(procedure, id)
    return jsonify({})


@pages.post("/sheet")
def sheet(procedure: str) -> AnyResponse:
    """The decisions of the text as plain tables: HTML in JSON. JSON in: `file`, `text`."""
    require(may_read_workshop(visitor()), "read decision", procedure)
    asked = _asked()
    try:
        found = sheets.sheets(_word(asked, "file"), _text(asked).encode())
    except Refused as error:
        return jsonify({"html": render_template("modeler/decisions/refused.html", reasons=refusals(error))})
    return jsonify({"html": render_template("modeler/decisions/sheet.html", sheets=found)})


@pages.get("/tables/<path:file>")
def tables(procedure: str, file: str) -> str:
    """A file's decisions as a page of plain tables: to read without a canvas, and to print."""
    require(may_read_workshop(visitor()), "read decision", procedure)
    data = _file(procedure, file)
    try:
        found, reasons = sheets.sheets(file, data), []
    except Refused as error:
        found, reasons = [], refusals(error)
    return render_template(
        "modeler/decisions/tables.html", procedure=procedure, file=file, sheets=found, reasons=reasons
    )


def _shown(
    procedure: str,
    file: str,
    desk: Desk,
    trial: Trial,
    entered: Mapping[str, str],
    *,
    compares: bool = False,
    checked: Checked | None = None,
) -> AnyResponse:
    kept = examples.of(procedure, file, trial.decision)
    told = {
        "trial": trial,
        "entered": entered,
        "examples": kept,
        "compared": [desk.compare(trial.decision, one) for one in kept] if compares else [],
        "checked": checked,
        "example_of": values.example_of,
        "labels": desk.labels(trial.decision),
        "may_keep": may_draw(visitor()),
    }
    return jsonify(
        {
            "decision": trial.decision,
            "form": render_template("modeler/decisions/form.html", **told),
            "result": render_template("modeler/decisions/result.html", **told),
            "marks": trial.marks,
        }
    )


def _asked() -> dict[str, Any]:
    asked = request.get_json()
    if not isinstance(asked, dict):
        abort(400)
    return asked


def _word(asked: Mapping[str, Any], key: str) -> str:
    found = asked.get(key, "")
    if not isinstance(found, str) or len(found) > 200:
        abort(400)
    return found


def _text(asked: Mapping[str, Any]) -> str:
    found = asked.get("text", "")
    if not isinstance(found, str):
        abort(400)
    if len(found) > xml.MAXIMUM_BYTES:
        abort(413, gettext("This file is too large."))
    return found.encode(errors="replace").decode()  # JSON can say halves of characters.


def _entered(asked: Mapping[str, Any]) -> dict[str, str]:
    found = asked.get("entered", {})
    if not isinstance(found, dict) or len(found) > MOST_ENTERED:
        abort(400)
    if any(not isinstance(text, str) or len(text) > values.MOST_CHARACTERS for text in found.values()):
        abort(400)
    return found


def _others(procedure: str, file: str) -> dict[str, bytes]:
    """The DMN files of the procedure that this one may import from."""
    return {
        name: data for name, data in library.draft_files(procedure).items() if name.endswith(".dmn") and name != file
    }


def _file(procedure: str, file: str) -> bytes:
    data = library.draft_files(procedure).get(file)
    if data is None or not file.endswith(".dmn"):
        abort(404)
    return data
