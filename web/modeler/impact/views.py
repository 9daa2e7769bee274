"""Pages of impact and migration: ask for an analysis, draw its diagrams, plan a migration and begin it."""

import sqlalchemy as sa
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine.diagrams import reader
from engine.errors import NotFound
from web.cases.drawings import drawing, renamed
from web.language import language
from web.modeler import library, runs
from web.modeler.files import glance
from web.modeler.impact import mapping, moving
from web.modeler.publishing import journal
from web.pages import visitor
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

pages = Blueprint("impact", __name__)


@pages.post("/<procedure>/impact/<version>")
def ask(procedure: str, version: str) -> Answer:
    """Try a version on every live case, also without proposing it; `after` is a run whose plan the form maps."""
    require(may_draw(visitor()), "try version", f"{procedure}/{version}")
    found = library.version(version)
    args: dict[str, object] = {"version": found.id}
    if request.form.get("after"):
        args["elements"] = mapping.chosen(mapping.found_by(runs.get(request.form["after"])), request.form)
    run = runs.ask("impact", found.procedure, args, visitor().id)
    return redirect(url_for("modeler.runs.show", id=run))


@pages.get("/impact/<run>/diagram")
def diagram(run: str) -> Response:
    """The file that draws a process: as it is in force (`side` now), or as the tried version has it (`side` after)."""
    require(may_read_workshop(visitor()), "workshop", f"impact {run}")
    found, process = runs.get(run), request.args.get("process", "")
    if found.kind != "impact":
        abort(404)
    xml = _in_force(process) if request.args.get("side") == "now" else _tried(str(found.args["version"]), process)
    return Response(xml, mimetype="application/xml")


def _tried(version: str, process: str) -> bytes:
    for file, data in library.bodies(library.version(version)).items():
        if any(one.id == process for one in glance(file, data).processes):
            names = dict(reader.restore(file, data).names_en)
            return renamed(data, names) if language() == "en" else data
    return _in_force(process)


def _in_force(process: str) -> bytes:
    engine = services().engine
    try:
        return drawing(engine.current_definition(process), process)
    except NotFound:
        abort(404)


@pages.get("/<procedure>/migration")
def plan(procedure: str) -> str:
    """Live cases on older versions, and what their elements become."""
    require(may_draw(visitor()), "plan migration", procedure)
    return render_template(
        "modeler/impact/plan.html",
        procedure=library.procedure(procedure),
        plans=mapping.plans(procedure),
        elements=mapping.proposed(procedure),
    )


@pages.post("/<procedure>/migration")
def rehearse(procedure: str) -> Answer:
    """Try the plan on every case without moving any."""
    require(may_draw(visitor()), "plan migration", procedure)
    plans = mapping.plans(procedure)
    args = {"targets": {one.process_id: one.target for one in plans}, "elements": mapping.chosen(plans, request.form)}
    run = runs.ask("migration_trial", procedure, args, visitor().id)
    return redirect(url_for("modeler.runs.show", id=run))


@pages.post("/migration/<run>/carry-out")
def carry_out(run: str) -> Answer:
    """Move the cases as they were moved in the dry run; asked for again, show what came of it the first time."""
    require(may_draw(visitor()), "move cases", run)
    tried, given = runs.get(run), services()
    if tried.kind != "migration_trial" or tried.state != "done":
        flash(gettext("Only a dry run that came to its end can be carried out."), "problem")
        return redirect(url_for("modeler.runs.show", id=run))
    id = moving.carrying_out(tried.id)
    details = {"run": id, "targets": tried.args["targets"], "elements": tried.args["elements"]}
    try:
        with given.database.begin() as connection:
            runs.ask("migration", tried.procedure, tried.args, visitor().id, connection=connection, id=id)
            journal.record(connection, given.now(), visitor().id, "cases.moving", tried.procedure, details)
    except sa.exc.IntegrityError:
        runs.get(id)  # Begun before; any other fault is raised by this.
    return redirect(url_for("modeler.runs.show", id=id))
