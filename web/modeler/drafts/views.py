"""The pages of drafts: the home of the workshop, one procedure, one file in its editor."""

from flask import Blueprint, abort, render_template

from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.files import kind_of, stem
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

pages = Blueprint("drafts", __name__)


@pages.get("/")
def home() -> str:
    """Every procedure: what is in force, and what is being changed by whom."""
    require(may_read_workshop(visitor()), "workshop", "")
    rows = library.procedures()
    return render_template(
        "modeler/home.html",
        procedures=rows,
        people=Directory(one.draft_changed_by or "" for one in rows),
        draws=may_draw(visitor()),
        now=services().now(),
    )


@pages.get("/<procedure>/")
def procedure(procedure: str) -> str:
    """One procedure: its files, draft and versions."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    row = library.procedure(procedure)
    changes = library.draft_changes(procedure)
    kept = library.versions(procedure)
    return render_template(
        "modeler/procedure.html",
        procedure=row,
        files=[(file, kind_of(file)) for file in library.draft_files(procedure)],
        changes={one.file: one for one in changes},
        versions=kept,
        people=Directory([*(one.changed_by for one in changes), *(one.made_by for one in kept)]),
        draws=may_draw(visitor()),
        now=services().now(),
    )


@pages.get("/<procedure>/edit/<path:file>")
def edit(procedure: str, file: str) -> str:
    """The editor of a file's kind; whoever may not draw sees the same and changes nothing."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    row, found = library.procedure(procedure), saving.standing(procedure, file)
    if found.body is None:
        abort(404)
    return render_template(
        f"modeler/{kind_of(file)}.html",
        procedure=row,
        file=file,
        name=stem(file),
        revision=found.revision,
        draws=may_draw(visitor()),
    )
