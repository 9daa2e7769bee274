"""The page of a scenario: its steps in words, one of them open to be changed; every change is saved into the draft."""

from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as Answer

from web.inbox import attachments
from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.drafts.saving import Conflict
from web.modeler.examples import changing, page, renaming
from web.modeler.examples.answers import asked
from web.modeler.examples.catalogue import known
from web.modeler.examples.scenario import Opened, opened
from web.modeler.examples.steps import Sent, Wrong
from web.modeler.files import kind_of, stem
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

pages = Blueprint("examples", __name__)

Page = str | tuple[str, int] | Answer


@pages.get("/<procedure>/example/<path:file>")
def show(procedure: str, file: str) -> str:
    """The scenario in words; `open` names the step that is open to be changed, `as=text` shows the file itself."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    draws = may_draw(visitor())
    return _page(procedure, _opened(procedure, file), request.args.get("open", "") if draws else "")


@pages.post("/<procedure>/example/<path:file>")
def change(procedure: str, file: str) -> Page:
    """Save one part as it was sent, or move, copy, take out or add a step."""
    require(may_draw(visitor()), "draw", f"{procedure}/{file}")
    found, sent = _opened(procedure, file), Sent(request.form)
    quiet = sent.text("do") == "keep"
    if sent.text("revision") != found.revision:
        return _conflict(procedure, found, quiet=quiet)
    try:
        text, place = changing.changed(found, sent, known(procedure))
        saved = _save(procedure, found, text)
    except Conflict as conflict:
        return _conflict(procedure, opened(file, conflict.standing), quiet=quiet)
    except Wrong as wrong:
        return (
            _kept(procedure, found, sent, str(wrong)) if quiet else (_page(procedure, found, sent.text("place")), 422)
        )
    if quiet:
        return _kept(procedure, saved, sent, "")
    anchor = place or sent.text("place")
    return redirect(
        url_for("modeler.examples.show", procedure=procedure, file=file, open=place or None, _anchor=f"step-{anchor}")
    )


@pages.post("/<procedure>/example-fields/<path:file>")
def redraw(procedure: str, file: str) -> str:
    """The fields of the open step's form that fit what was filled in so far; nothing is saved."""
    require(may_draw(visitor()), "draw", f"{procedure}/{file}")
    found, sent, catalogue = _opened(procedure, file), Sent(request.form), known(procedure)
    form, given, before = page.answering(found, sent.text("place"), catalogue)
    drawn = asked(form, given, before, sent.answers())
    return render_template(
        "inbox/form.html", sheet=drawn.sheet, refresh_address=request.path, accept=attachments.ACCEPT
    )


@pages.post("/<procedure>/example-text/<path:file>")
def rewrite(procedure: str, file: str) -> Page:
    """Save the file as text, for whoever asked to see it."""
    require(may_draw(visitor()), "draw", f"{procedure}/{file}")
    found, sent = _opened(procedure, file), Sent(request.form)
    if sent.text("revision") != found.revision:
        return _conflict(procedure, found, quiet=False)
    text = request.form.get("of:text", "").replace("\r\n", "\n")
    try:
        _save(procedure, found, text if text.endswith("\n") else f"{text}\n")
    except Conflict as conflict:
        return _conflict(procedure, opened(file, conflict.standing), quiet=False)
    return redirect(url_for("modeler.examples.show", procedure=procedure, file=file))


@pages.post("/<procedure>/example-names")
def follow(procedure: str) -> Answer:
    """Let all scenarios of the draft name renamed tasks and ends as its diagrams do now; none, where somebody saved one."""
    require(may_draw(visitor()), "draw", procedure)
    library.require(procedure)
    before, after = renaming.followed(procedure)
    expected = {file: saving.revision(body) for file, body in before.items()}
    given = services()
    try:
        if after:
            saving.change(given.engine, procedure, after, who=visitor().id, at=given.now(), expected=expected)
        said = ngettext(
            "The new names stand in %(num)d scenario.", "The new names stand in %(num)d scenarios.", len(after)
        )
        flash(said if after else gettext("No scenario names a renamed task any more."), "done")
    except Conflict:
        said = gettext(
            "A colleague saved one of the scenarios just now. Nothing was changed; look at the page again and press once more."
        )
        flash(said, "problem")
    return redirect(url_for("modeler.drafts.procedure", procedure=procedure))


pages.add_app_template_global(renaming.outdated, "outdated_names")


def _opened(procedure: str, file: str) -> Opened:
    if kind_of(file) != "scenario":
        abort(404)
    library.require(procedure)
    standing = saving.standing(procedure, file)
    if standing.body is None:
        abort(404)
    return opened(file, standing)


def _save(procedure: str, found: Opened, text: str) -> Opened:
    given = services()
    body = text.encode(errors="replace")
    if len(body) > saving.largest(found.file):
        abort(413)
    saved = saving.save(
        given.engine, procedure, found.file, body, expected=found.revision, who=visitor().id, at=given.now()
    )
    return opened(found.file, saved)


def _page(procedure: str, found: Opened, place: str) -> str:
    catalogue = known(procedure)
    return render_template(
        "modeler/scenario.html",
        procedure=library.procedure(procedure),
        scenario=found,
        name=stem(found.file),
        draws=may_draw(visitor()),
        as_text=request.args.get("as") == "text" or not found.readable,
        accept=attachments.ACCEPT,
        refresh_address=url_for("modeler.examples.redraw", procedure=procedure, file=found.file),
        catalogue=catalogue,
        **page.shown(found, catalogue, place),
    )


def _kept(procedure: str, found: Opened, sent: Sent, wrong: str) -> Response:
    """What changes on the page when the open step was saved by itself: its faults, and that it is saved."""
    catalogue = known(procedure)
    faults = [one for one in page.faults_of(found, catalogue) if one.place == sent.text("place")]
    body = render_template(
        "modeler/scenario_kept.html", faults=faults, wrong=wrong, at=services().now(), place=sent.text("place")
    )
    answer = make_response(body)
    answer.set_etag(found.revision)
    return answer


def _conflict(procedure: str, found: Opened, *, quiet: bool) -> Page:
    people = Directory([found.changed_by])
    who = people.actor(found.changed_by) if found.changed_by else gettext("Somebody")
    if found.changed_by == visitor().id:
        who = gettext("You (in another window)")
    if quiet:
        return render_template("modeler/scenario_kept.html", conflict=who, at=found.changed_at, faults=[], wrong="")
    sent: dict[str, Any] = {key: request.form.getlist(key) for key in request.form}
    sent["of:revision"] = [found.revision]
    sent.pop("csrf_token", None)
    return (
        render_template(
            "modeler/scenario_conflict.html",
            who=who,
            at=found.changed_at,
            sent=sent,
            address=request.path,
            theirs=url_for("modeler.examples.show", procedure=procedure, file=found.file),
        ),
        409,
    )
