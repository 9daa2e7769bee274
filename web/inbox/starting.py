"""Starting a case: which procedures a person may start, the start form, and the new case."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine.diagrams.definition import Definition
from engine.diagrams.forms import Form
from engine.diagrams.model import StartEvent
from engine.diagrams.traversal import implicit_starts
from web.diagrams import vocabulary
from web.inbox import attachments, drafts, submission
from web.inbox.drafts import Fields
from web.inbox.fields import Sheet, error_words, lay_out
from web.language import Name, pick
from web.pages import visitor
from web.permissions import may_start, require, starting_units, starts_for_own_unit
from web.services import services

Page = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure that the visitor may start."""

    process_id: str
    version: int
    name: str
    documentation: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """One none start event that a person can start a case by, or a process without any, whose `id` is empty."""

    id: str
    name: str
    form: Form | None


def procedures() -> list[Procedure]:
    """Procedures in force that the visitor may start by hand, by name."""
    engine = services().engine
    found = []
    for row in engine.definitions():
        definition = engine.definition(row.hash)
        if may_start(visitor(), definition.process.properties) and _beginnings(definition):
            name = pick(row.name, row.name_en)
            found.append(Procedure(row.process_id, row.version, name, _documentation(definition)))
    return sorted(found, key=lambda one: one.name)


def show(process_id: str) -> Page:
    """The start page, with the visitor's draft if there is one."""
    kept = drafts.kept(services().database, visitor().id, process_id, 0)
    return _page(process_id, kept[0] if kept else None, {}, kept_at=kept[1] if kept else 0)


def redraw(process_id: str) -> str:
    """The fields alone."""
    definition, beginning = _chosen(process_id)
    fields = submission.raw_fields(request)
    submission.own_files_only(services(), beginning.form, fields, (process_id, 0), visitor().id)
    sheet = _sheet(definition, beginning, fields, {})
    return render_template("inbox/form.html", sheet=sheet, refresh_address=request.path, accept=attachments.ACCEPT)


def take(process_id: str) -> Answer | Page:
    """What was sent from the start page. Whatever does not get through is kept as a draft."""
    given, who = services(), visitor()
    definition, beginning = _chosen(process_id)
    fields = submission.raw_fields(request)
    refusals = submission.take_files(given, request, beginning.form, fields, (process_id, 0), who.id)
    drafts.keep(given.database, who.id, process_id, 0, fields, given.now())
    if request.form.get("refresh") or refusals:
        return _page(process_id, fields, refusals), 422 if refusals else 200
    if request.form.get("action") == "draft":
        flash(gettext("Your draft is kept. Nobody else sees it."), "done")
        return redirect(url_for("inbox.start", process_id=process_id))
    known = given.engine.form_variables(beginning.form, {})
    values, errors = beginning.form.validate(fields, known, given.now()) if beginning.form else ({}, {})
    if errors:
        return _page(process_id, fields, {key: error_words(error) for key, error in errors.items()}), 422
    properties = definition.process.properties
    if not starts_for_own_unit(who, properties, values):
        return _page(process_id, fields, {properties["starterUnit"]: gettext("Choose a unit of your own.")}), 422
    command_id = submission.command_id(request, who.id)
    instance_id = given.engine.start(process_id, values, who.actor, command_id, beginning.id)
    files = submission.file_ids(beginning.form, fields)
    drafts.submit(given.database, who.id, (process_id, 0), files, instance_id)
    flash(gettext("The case has begun."), "done")
    return redirect(url_for("cases.case", reference=instance_id))


def _chosen(process_id: str) -> tuple[Definition, Beginning]:
    definition = services().engine.current_definition(process_id)
    beginnings = _beginnings(definition)
    allowed = may_start(visitor(), definition.process.properties) and bool(beginnings)
    require(allowed, "start procedure", process_id)
    wanted = request.values.get("start_event", "")
    return definition, next((one for one in beginnings if one.id == wanted), beginnings[0])


def _beginnings(definition: Definition) -> list[Beginning]:
    words = vocabulary(definition)
    if implicit_starts(definition.process.scope):
        return [Beginning("", "", None)]
    return [
        Beginning(node.id, words.element_name("", node.id).said, definition.forms.get(node.form))
        for node in definition.process.scope.nodes.values()
        if isinstance(node, StartEvent) and node.definition is None
    ]


def _page(process_id: str, fields: Fields | None, errors: Mapping[str, str], kept_at: int = 0) -> str:
    definition, beginning = _chosen(process_id)
    process = definition.process
    return render_template(
        "inbox/start.html",
        process_id=process_id,
        name=Name(process.name, process.name_en).said,
        documentation=_documentation(definition),
        sheet=_sheet(definition, beginning, fields, errors),
        kept_at=kept_at,
        command_id=submission.new_command_id(),
        refresh_address=url_for("inbox.refresh_start", process_id=process_id),
        accept=attachments.ACCEPT,
        start_events=_beginnings(definition),
        start_event=beginning.id,
    )


def _sheet(definition: Definition, beginning: Beginning, fields: Fields | None, errors: Mapping[str, str]) -> Sheet:
    """The start form; of the units, those for which the visitor may start."""
    properties = definition.process.properties
    only = {properties["starterUnit"]: starting_units(visitor(), properties)} if "starterUnit" in properties else {}
    return lay_out(beginning.form, fields, {}, services().now(), errors, only)


def _documentation(definition: Definition) -> str:
    return pick(definition.process.documentation, definition.process.properties.get("documentation:en", ""))
