"""Pages for operators and policy officers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import AmendmentsLost, CommandRejected, ExcludedUser, Refused
from web import clauses
from web.account import people
from web.operations import uploads
from web.pages import visitor
from web.permissions import may_deploy, may_operate, may_see_operations, require
from web.services import services

pages = Blueprint("operations", __name__, template_folder="templates", url_prefix="/operations")


@pages.get("")
def overview() -> str:
    """Incidents for operators; procedures in force for both."""
    require(may_see_operations(visitor()), "operations", "")
    return _overview([], "")


@pages.post("/deploy")
def deploy() -> Response | tuple[str, int]:
    """Put uploaded files into force, or show every reason why not."""
    require(may_deploy(visitor()), "deploy", "")
    try:
        files = uploads.read(request.files.getlist("files"), services().settings.upload_bytes)
        deployed = services().engine.deploy(
            files, visitor().actor, clauses=clauses.known(services().settings.processes)
        )
    except uploads.UploadRefused as refusal:
        return _overview([], str(refusal)), 422
    except Refused as refused:
        return _overview(uploads.findings(refused), ""), 422
    except AmendmentsLost as lost:
        return _overview([], _lost(lost)), 422
    for one in deployed:
        name = one.process_id
        flash(
            gettext("%(name)s is in force as version %(version)d.", name=name, version=one.version)
            if one.is_new
            else gettext("%(name)s is unchanged: version %(version)d stays in force.", name=name, version=one.version),
            "done",
        )
    return redirect(url_for("operations.overview"))


@pages.post("/tasks/<instance_id>/<int:token>/assign")
def assign(instance_id: str, token: int) -> Response | tuple[str, int]:
    """Give a task that names nobody to a person."""
    require(may_operate(visitor()), "assign task", f"{instance_id}/{token}")
    given, person = services(), request.form.get("person", "").strip()
    somebody = people.visitor(given.database, person, given.now())
    if somebody is None:
        return _overview([], "", _unknown(person)), 422
    try:
        given.engine.assign(instance_id, token, person, visitor().actor)
    except ExcludedUser:
        return _overview([], "", gettext("The procedure keeps this person from the task. Name somebody else.")), 422
    except CommandRejected:
        return _overview([], "", gettext("The task is closed, or its procedure names who may do it.")), 409
    flash(gettext("The task lies with %(who)s now.", who=somebody.name.said), "done")
    return redirect(url_for("operations.overview"))


def _unknown(person: str) -> str:
    sentence: str = gettext(
        "Nobody who works here now has the id %(id)s. The page of people lists the ids.", id=f"“{person}”"
    )
    return sentence


def _lost(error: AmendmentsLost) -> str:
    sentence: str = gettext(
        "The files of %(process)s lack what was decided while it ran: %(marks)s. Bring these rows into the files first.",
        process=error.details["process_id"],
        marks=", ".join(error.details["marks"]),
    )
    return sentence


def _overview(findings: list[dict[str, str]], refusal: str, unassignable: str = "") -> str:
    engine = services().engine
    operates = may_operate(visitor())
    return render_template(
        "operations/overview.html",
        incidents=engine.incidents() if operates else [],
        unassigned=engine.unassigned() if operates else [],
        unassignable=unassignable,
        counts=engine.counts() if operates else None,
        operates=operates,
        deploys=may_deploy(visitor()),
        definitions=engine.definitions(),
        amendments=engine.amendments(),
        findings=findings,
        refusal=refusal,
        limit=services().settings.upload_bytes,
    )
