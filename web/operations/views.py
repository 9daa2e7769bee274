"""Pages for operators and policy officers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import AmendmentsLost, Refused
from web import clauses
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


def _lost(error: AmendmentsLost) -> str:
    sentence: str = gettext(
        "The files of %(process)s lack what was decided while it ran: %(marks)s. Bring these rows into the files first.",
        process=error.details["process_id"],
        marks=", ".join(error.details["marks"]),
    )
    return sentence


def _overview(findings: list[dict[str, str]], refusal: str) -> str:
    engine = services().engine
    operates = may_operate(visitor())
    return render_template(
        "operations/overview.html",
        incidents=engine.incidents() if operates else [],
        unassigned=engine.unassigned() if operates else [],
        counts=engine.counts() if operates else None,
        operates=operates,
        deploys=may_deploy(visitor()),
        definitions=engine.definitions(),
        amendments=engine.amendments(),
        findings=findings,
        refusal=refusal,
        limit=services().settings.upload_bytes,
    )
