"""The page of a run: how far it is, what came of it, and a button that stops it."""

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.modeler.runs import asking
from web.modeler.runs.kinds import shown_kind
from web.modeler.runs.words import about, latest_runs
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, record, require
from web.services import services

pages = Blueprint("runs", __name__, template_folder="templates", url_prefix="/runs")
pages.add_app_template_global(latest_runs, "latest_runs")


@pages.get("/<id>")
def show(id: str) -> str:
    """The run, and its result by the template of its kind."""
    require(may_read_workshop(visitor()), "run", id)
    run = asking.get(id)
    registered = shown_kind(run.kind)
    return render_template(
        "modeler/runs/run.html",
        run=run,
        title=str(registered.title),
        about=about(run),
        who=Directory([run.asked_by], []),
        now=services().now(),
        stops=registered.stops and may_draw(visitor()),
        **(registered.shows(run) if run.state == "done" else {}),
    )


@pages.get("/<id>/progress")
def progress(id: str) -> Response:
    """How far it is, for the page to show in place; when it is over, the whole page is to be loaded again."""
    require(may_read_workshop(visitor()), "run", id)
    run = asking.get(id)
    answer = make_response(render_template("modeler/runs/progress.html", run=run, now=services().now()))
    if run.over:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/<id>/stop")
def stop(id: str) -> AnyResponse:
    """Let it do nothing more."""
    require(may_draw(visitor()), "stop run", id)
    run = asking.get(id)
    if not shown_kind(run.kind).stops:
        abort(409)
    if asking.stop(run.id):
        record("stop run", id, "done")
        flash(gettext("Stopped. What was done until then stays done."), "done")
    return redirect(url_for("modeler.runs.show", id=id))
