"""The pages of trials: beginning one, its diagrams, one scenario step by step. The result itself is the page of the run."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.errors import NotFound
from web.cases.drawings import drawing
from web.language import Name
from web.modeler import library, runs
from web.modeler.runs.words import about
from web.modeler.trials import kept, showing, stepping
from web.modeler.trials.playing import KIND
from web.pages import visitor
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

pages = Blueprint("trials", __name__, template_folder="templates")


@pages.post("/<procedure>/trials")
def begin(procedure: str) -> AnyResponse:
    """Play the scenarios of the draft, or of one version; the answer is the page of the run."""
    require(may_draw(visitor()), "try procedure", procedure)
    library.require(procedure)
    version = request.form.get("version", "")
    if version and library.version(version).procedure != procedure:
        raise NotFound(f"{procedure} has no version {version}.", kind="version", id=version)
    id = runs.ask(KIND, procedure, {"procedure": procedure, "version": version}, visitor().id)
    return redirect(url_for("modeler.runs.show", id=id))


@pages.get("/trials/<id>/diagram/<hash>")
def diagram(id: str, hash: str) -> Response:
    """The BPMN file of a definition that was tried, in the reader's language; `process` names a called one."""
    require(may_read_workshop(visitor()), "trial", id)
    definition = kept.scenery(services().engine, id).definition(hash)
    return Response(drawing(definition, request.args.get("process", "")), mimetype="application/xml")


@pages.get("/trials/<id>/scenario")
def scenario(id: str) -> str:
    """One scenario step by step on the diagram; `name` is its file, `case` the number of one of its cases from 1."""
    require(may_read_workshop(visitor()), "trial", id)
    run = runs.get(id)
    name = request.args.get("name", "")
    played = next((one for one in run.result.get("played", ()) if one["name"] == name), None)
    if played is None:
        raise NotFound(f"No scenario {name} in run {id}.", kind="scenario", id=name)
    return render_template(
        "modeler/trials/scenario.html",
        run=run,
        about=about(run),
        name=name,
        title=Name(**played["title"]).said,
        played=showing.scenario(0, played),
        stepped=stepping.stepped(run, name, request.args.get("case", 1, type=int)),
    )
