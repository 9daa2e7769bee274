"""Pages of cases: the list, one case, its diagrams, and trying an incident again."""

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine.history import versions
from handlers.documents import archive
from web.cases import documents, family, queries
from web.cases.drawings import drawing
from web.cases.incidents import incident_words, technical_words
from web.cases.page import assemble
from web.diagrams import vocabulary
from web.inbox import attachments
from web.pages import back_to, visitor
from web.people import Directory
from web.permissions import deny, may_draw, may_operate, may_see_case, require
from web.services import services

pages = Blueprint("cases", __name__, template_folder="templates", url_prefix="/cases")


@pages.get("")
def listing() -> str:
    """Cases the visitor may see, newest first."""
    text, status = request.args.get("q", "").strip(), request.args.get("status", "")
    found = queries.cases(services().database, visitor(), text, status, request.args.get("after", ""))
    return render_template("cases/listing.html", page=found, text=text, status=status)


@pages.get("/<reference>")
def case(reference: str) -> str:
    """One case, by its number or by the id of one of the instances that serve it."""
    found = family.of(services().database, visitor(), reference)
    shown = found.shown(reference)
    if shown is None:
        deny("see case", reference)
    database, ids = services().database, [member.id for member in found.seen]
    return render_template(
        "cases/case.html",
        view=assemble(found, shown),
        now=services().now(),
        documents=[one for id in ids for one in archive.of_instance(database, id)],
        document_kind=documents.kind_name,
        attachments=[one for id in ids for one in attachments.of_case(database, id)],
        may_retry=may_operate(visitor()),
        may_record=may_draw(visitor()),
    )


@pages.get("/<instance_id>/diagram")
def diagram(instance_id: str) -> Response:
    """The BPMN file of the case's own process, or of a called one; by an earlier version of the case where asked for."""
    require(may_see_case(visitor(), instance_id), "see case", instance_id)
    version = queries.definition_hash(services().database, instance_id)
    wanted = request.args.get("definition", version)
    if wanted != version and wanted not in {one.definition for one in versions(services().database, instance_id)}:
        abort(404)
    definition = services().engine.definition(wanted)
    xml = drawing(definition, request.args.get("process", ""))
    return Response(xml, mimetype="application/xml")


@pages.get("/<instance_id>/documents/<path:document_id>.<kind>")
def document(instance_id: str, document_id: str, kind: str) -> Response:
    """A document of the case for download."""
    require(may_see_case(visitor(), instance_id), "read document", instance_id)
    return documents.download(services().database, instance_id, document_id, kind)


@pages.post("/<instance_id>/incidents/<int:token>/retry")
def retry(instance_id: str, token: int) -> Answer:
    """Let an operator try again what stands still."""
    require(may_operate(visitor()), "retry incident", instance_id)
    services().engine.retry_incident(instance_id, token, visitor().actor)
    flash(gettext("It is being tried again. Reload in a moment to see whether it went on."), "done")
    return back_to(request.form.get("next", ""), url_for("cases.case", reference=instance_id))


@pages.app_template_global()
def process_name(definition_hash: str) -> str:
    """What the procedure of a definition is called."""
    return vocabulary(services().engine.definition(definition_hash)).process_name().said


@pages.app_template_global()
def actor_name(actor: str) -> str:
    """What a person, a handler or the system is called."""
    return Directory([actor]).actor(actor)


pages.add_app_template_global(incident_words)
pages.add_app_template_global(technical_words)
