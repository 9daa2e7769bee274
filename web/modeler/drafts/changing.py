"""What policy officers do with a procedure beside editing its files: begin, copy, add, rename, remove, discard."""

import re
from collections.abc import Mapping

import sqlalchemy as sa
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import NotFound
from web.language import Name
from web.modeler import library
from web.modeler.drafts import beginning, copying, saving
from web.modeler.drafts.saving import Conflict
from web.modeler.drafts.views import pages
from web.modeler.files import KINDS, SCENARIOS, Kind, Process, digest, glance, kind_of, stem
from web.modeler.tables import draft_file
from web.pages import visitor
from web.permissions import may_draw, require
from web.services import services

_KEY = re.compile(r"[a-z][a-z0-9_]{1,59}")
Answer = str | Response | tuple[str, int]


@pages.get("/new")
def new() -> Answer:
    """Begin a procedure: empty, or as a copy of another (`?copy=`)."""
    require(may_draw(visitor()), "draw", "")
    return _new({})


@pages.post("/new")
def begin() -> Answer:
    """Make the draft of a new procedure."""
    require(may_draw(visitor()), "draw", "")
    key, original = request.form.get("key", "").strip(), request.form.get("copy", "")
    title = Name(_written("title"), _written("title_en"))
    errors = {}
    if reason := _unfit(key):
        errors["key"] = reason
    if not title.zh:
        errors["title"] = gettext("Write what the procedure is called.")
    if errors:
        return _new(errors), 422
    if original:
        library.procedure(original)
        made = copying.copied(library.draft_files(original), original, key, title)
        _change(key, made.files, expected=dict.fromkeys(made.files))
        flash(
            gettext(
                "The copy has names of its own, so that it can be in force beside its original: %(names)s.",
                names="; ".join(f"{before} → {after}" for before, after in made.renamed),
            ),
            "done",
        )
    else:
        file = beginning.file_name("diagram", key)
        _change(key, {file: beginning.content("diagram", file, title, key)}, expected={file: None})
    return redirect(url_for("modeler.drafts.procedure", procedure=key))


@pages.post("/<procedure>/add")
def add(procedure: str) -> Response:
    """A new file of a kind; leads to its editor."""
    require(may_draw(visitor()), "draw", procedure)
    row, kind, name = library.procedure(procedure), _kind(), request.form.get("name", "").strip()
    file = beginning.file_name(kind, name)
    present = library.draft_files(procedure)
    if reason := _misnamed(file, kind, present):
        return _back(procedure, reason)
    process = next(iter(row.processes), procedure)
    _change(procedure, {file: beginning.content(kind, file, Name(""), process)}, expected={file: None})
    return redirect(url_for("modeler.drafts.edit", procedure=procedure, file=file))


@pages.post("/<procedure>/rename/<path:file>")
def rename(procedure: str, file: str) -> Response:
    """Give a file another name; what it is called in diagrams stays."""
    require(may_draw(visitor()), "draw", procedure)
    present, kind = library.draft_files(procedure), kind_of(file)
    if file not in present or kind is None:
        abort(404)
    name = request.form.get("name", "").strip()
    folder = SCENARIOS if kind == "scenario" else ""
    other = folder + name + file.removeprefix(folder).removeprefix(stem(file)) if name else ""
    if reason := _misnamed(other, kind, present):
        return _back(procedure, reason)
    _change(procedure, {file: None, other: present[file]}, expected={file: present[file], other: None})
    flash(gettext("%(file)s is called %(other)s now.", file=file, other=other), "done")
    return _page(procedure)


@pages.post("/<procedure>/remove/<path:file>")
def remove(procedure: str, file: str) -> Response:
    """Take a file out of the draft; it stays in the versions, the last state of the draft among them."""
    require(may_draw(visitor()), "draw", procedure)
    if file not in library.draft_files(procedure):
        abort(404)
    _change(procedure, {file: None}, keep_as=gettext("Draft before %(file)s was removed", file=file))
    flash(
        gettext("%(file)s is taken out of the draft. What is in force keeps it until you publish.", file=file), "done"
    )
    return _page(procedure)


@pages.post("/<procedure>/undo/<path:file>")
def undo(procedure: str, file: str) -> Response:
    """Give up the changes of one file: it is again as it is in force."""
    require(may_draw(visitor()), "draw", procedure)
    present = library.present_files(procedure)
    if file not in {one.file for one in library.draft_changes(procedure)}:
        abort(404)
    name = gettext("Draft before the changes of %(file)s were given up", file=file)
    _change(procedure, {file: present.get(file)}, keep_as=name)
    flash(gettext("%(file)s is again as it is in force. Your changes are kept as a version.", file=file), "done")
    return _page(procedure)


@pages.post("/<procedure>/uphold/<path:file>")
def uphold(procedure: str, file: str) -> Response:
    """What is in force changed beneath the draft's file; somebody looked, and the draft's stands."""
    require(may_draw(visitor()), "draw", procedure)
    present = library.present_files(procedure).get(file)
    place = (draft_file.c.procedure == procedure) & (draft_file.c.file == file)
    with services().database.begin() as connection:
        based_on = "" if present is None else digest(present)
        connection.execute(sa.update(draft_file).where(place).values(based_on=based_on))
    flash(gettext("The draft's %(file)s stands.", file=file), "done")
    return _page(procedure)


@pages.post("/<procedure>/discard")
def discard(procedure: str) -> Response:
    """Give up the whole draft, which is kept as a version."""
    require(may_draw(visitor()), "draw", procedure)
    present = library.present_files(procedure)
    changed = {one.file: present.get(one.file) for one in library.draft_changes(procedure)}
    _change(procedure, changed, keep_as=gettext("Discarded draft"))
    flash(gettext("The draft is discarded. It is kept as a version, from which it can be restored."), "done")
    return _page(procedure)


def _change(
    procedure: str,
    files: Mapping[str, bytes | None],
    keep_as: str = "",
    expected: Mapping[str, bytes | None] | None = None,
) -> None:
    """With `expected`, only where these files are still so; else aborts with 409."""
    given = services()
    revisions = {file: saving.revision(body) for file, body in (expected or {}).items()}
    try:
        saving.change(
            given.engine, procedure, files, who=visitor().id, at=given.now(), keep_as=keep_as, expected=revisions
        )
    except Conflict:
        abort(409)


def _new(errors: dict[str, str]) -> str:
    key = request.values.get("copy", "")
    return render_template(
        "modeler/new.html",
        original=library.procedure(key) if key else None,
        errors=errors,
        entered=request.form,
    )


def _written(name: str) -> str:
    """What was typed into a line, without characters that no XML file can hold."""
    text = " ".join(request.form.get(name, "").split())
    return "".join(one for one in text if one.isprintable())[:200]


def _unfit(key: str) -> str:
    """Why a new procedure cannot have this key, or ''."""
    if not _KEY.fullmatch(key):
        return str(gettext("Write 2 to 60 small letters, digits and underscores, beginning with a letter."))
    try:
        library.procedure(key)
    except NotFound:
        taken = {process.id for one in library.with_files() for process in _processes(one.drafted)}
        return str(gettext("A process is called so already. Choose another.")) if key in taken | _addresses() else ""
    return str(gettext("There is a procedure of this key already. Choose another."))


def _addresses() -> set[str]:
    """The words by which addresses of the workshop begin that are no procedure's."""
    return {str(rule).split("/")[2] for rule in current_app.url_map.iter_rules() if str(rule).startswith("/workshop/")}


def _processes(files: Mapping[str, bytes]) -> tuple[Process, ...]:
    return tuple(one for file, data in files.items() for one in glance(file, data).processes)


def _kind() -> Kind:
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(400)
    return KINDS[kind]


def _misnamed(file: str, kind: Kind, present: dict[str, bytes]) -> str:
    """Why a file cannot be called so, or ''."""
    if kind_of(file) != kind:
        return str(gettext("Write a name of letters, digits, - and _."))
    if file in present:
        return str(gettext("There is a file %(file)s already. Choose another name.", file=file))
    return ""


def _back(procedure: str, reason: str) -> Response:
    flash(reason, "problem")
    return _page(procedure)


def _page(procedure: str) -> Response:
    """The procedure's page, or the workshop's where nothing is left of it."""
    try:
        library.require(procedure)
    except NotFound:
        return redirect(url_for("modeler.drafts.home"))
    return redirect(url_for("modeler.drafts.procedure", procedure=procedure))
