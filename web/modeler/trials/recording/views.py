"""The pages of recording: choosing a case, what came of it, and laying it into the draft."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.store.database import reading
from engine.store.tables import instance
from web.cases import family
from web.language import Name, pick
from web.modeler import library, runs
from web.modeler.drafts import saving
from web.modeler.files import SCENARIOS
from web.modeler.runs.run import Run
from web.modeler.trials.recording.words import LEFT_OUT
from web.modeler.trials.views import pages
from web.modeler.trials.words import faulted
from web.pages import visitor
from web.people import Directory
from web.permissions import cases_seen_by, may_draw, may_see_case, record, require
from web.services import services

KIND = "recording"
MOST = 50
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


@pages.get("/<procedure>/record")
def choose_case(procedure: str) -> str:
    """The cases of the procedure that the visitor may see, newest first."""
    require(may_draw(visitor()), "record scenario", procedure)
    row, text = library.procedure(procedure), request.args.get("q", "").strip()
    query = (
        sa.select(instance)
        .where(instance.c.process_id.in_(row.processes), cases_seen_by(visitor()))
        .order_by(instance.c.started_at.desc())
        .limit(MOST)
    )
    if text:
        query = query.where(sa.or_(instance.c.case_number.contains(text), instance.c.title.contains(text)))
    with reading(services().database) as connection:
        cases = connection.execute(query).all()
    return render_template("modeler/trials/choose_case.html", procedure=row, cases=cases, text=text)


@pages.post("/record")
def record_case() -> Response:
    """Record the case `instance` as a scenario of the procedure by which it runs; the answer is the page of the run."""
    id = request.form.get("instance", "")
    require(may_draw(visitor()) and may_see_case(visitor(), id), "record scenario", id)
    engine = services().engine
    chosen = engine.case(id).instance
    procedure = next((row.key for row in library.procedures() if chosen.process_id in row.processes), "")
    if not procedure:
        raise NotFound(f"No procedure holds {chosen.process_id}.", kind="procedure", id=chosen.process_id)
    later = [one.id for one in family.of(services().database, visitor(), id).seen if one.id > id]
    record("record scenario", id, "read")
    run = runs.ask(KIND, procedure, {"procedure": procedure, "instances": [id, *later]}, visitor().id)
    return redirect(url_for("modeler.runs.show", id=run))


@pages.post("/recordings/<id>/save")
def save_recording(id: str) -> Response:
    """Lay the recorded scenario into the draft as a new file."""
    require(may_draw(visitor()), "save scenario", id)
    run = runs.get(id)
    if run.kind != KIND or run.state != "done":
        raise NotFound(f"No recording {id}.", kind="run", id=id)
    name = request.form.get("file", "").strip().removesuffix(".yaml")
    title = request.form.get("title", "").strip()
    file = f"{SCENARIOS}{name}.yaml"
    if not _NAME.fullmatch(name) or not title:
        flash(gettext("Give a title, and a file name of small letters, digits, - and _."), "problem")
        return redirect(url_for("modeler.runs.show", id=id))
    given = services()
    body = _titled(str(run.result["text"]), title).encode()
    try:
        saving.save(given.engine, run.procedure, file, body, expected=saving.REMOVED, who=visitor().id, at=given.now())
    except saving.Conflict:
        flash(gettext("The procedure has a scenario file of this name already. Choose another name."), "problem")
        return redirect(url_for("modeler.runs.show", id=id))
    flash(gettext("The scenario is in the draft now."), "done")
    return redirect(url_for("modeler.drafts.edit", procedure=run.procedure, file=file))


def shown(run: Run) -> Mapping[str, Any]:
    """What the template of a finished recording takes beside `run`."""
    return {
        "why": faulted(run.result),
        "directory": Directory(
            (one["by"] for one in run.result["acts"]), (group for one in run.result["acts"] for group in one["groups"])
        ),
        "left_out": [pick(*LEFT_OUT[one]) for one in run.result["left_out"]],
        "removed": [
            {**one, "name": Name(one["label"], one["label_en"]).said or one["key"]} for one in run.result["removed"]
        ],
    }


def _titled(text: str, title: str) -> str:
    """The file with this title, in both languages until somebody translates it."""
    quoted = "'" + title.replace("'", "''").replace("\n", " ") + "'"
    text = re.sub(r"^name: .*$", lambda _: f"name: {quoted}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^name_en: .*$", lambda _: f"name_en: {quoted}", text, count=1, flags=re.MULTILINE)
