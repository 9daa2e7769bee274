"""The pages of drafts: the home of the workshop, one procedure, one file in its editor."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.modeler import library
from web.modeler.drafts import overview, remarks, saving
from web.modeler.drafts.presence import editors
from web.modeler.files import kind_of, stem
from web.modeler.relations.titles import titles
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

VERSIONS = 20
"""So many are listed on a page of a procedure's versions."""

pages = Blueprint("drafts", __name__)


@pages.get("/")
def home() -> str:
    """Every procedure: what is in force, and what is being changed by whom."""
    require(may_read_workshop(visitor()), "workshop", "")
    rows, opened = library.procedures(), editors()
    names = [*(one.draft_changed_by or "" for one in rows), *(person for _, _, person in opened)]
    return render_template(
        "modeler/home.html",
        procedures=rows,
        changed=library.files_changed(),
        opened={key: [who for other, _, who in opened if other == key] for key, _, _ in opened},
        people=Directory(names),
        draws=may_draw(visitor()),
        now=services().now(),
    )


@pages.get("/<procedure>/")
def procedure(procedure: str) -> str:
    """One procedure: its files, draft and versions."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    row, opened = library.procedure(procedure), editors(procedure)
    files = overview.rows(procedure, opened)
    after = min(request.args.get("after", 0, type=int), 2**31 - 1)
    kept, following = library.some_versions(procedure, after, VERSIONS)
    threads = remarks.threads(services().database, procedure)
    changed = [one for listed in files.values() for one in listed if one.state]
    names = {who for _, _, who in opened} | {one.changed_by for one in changed} | {one.made_by for one in kept}
    names |= {one.made_by for thread in threads for one in thread.remarks} | {one.resolved_by for one in threads}
    return render_template(
        "modeler/procedure.html",
        procedure=row,
        files=files,
        kinds=overview.kind_names(),
        changes=changed,
        versions=kept,
        next=following,
        threads=threads,
        named=overview.names_of_elements(procedure, {one.file for one in threads}),
        people=Directory([*names, row.draft_changed_by or "", row.in_force.made_by if row.in_force else ""]),
        draws=may_draw(visitor()),
        limit=services().settings.upload_bytes,
        now=services().now(),
    )


@pages.get("/<procedure>/edit/<path:file>")
def edit(procedure: str, file: str) -> str | Response:
    """The editor of a file's kind; whoever may not draw sees the same and changes nothing."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    if kind_of(file) == "scenario":
        return redirect(url_for("modeler.examples.show", procedure=procedure, file=file))
    row, found = library.procedure(procedure), saving.standing(procedure, file)
    if found.body is None:
        abort(404)
    return render_template(
        f"modeler/{kind_of(file)}.html",
        procedure=row,
        file=file,
        name=stem(file),
        title=titles({**library.draft_files(procedure), file: found.body})[file].said,
        revision=found.revision,
        draws=may_draw(visitor()),
    )
