"""Pages of proposals: make one, read it, decide on it."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask import Response as Answer
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.account.people import person_names
from web.language import Name, in_words
from web.modeler import library, runs
from web.modeler.findings import said
from web.modeler.impact import mapping
from web.modeler.publishing import deciding, proposals, proposing, replanning
from web.modeler.publishing.deciding import Hindered, NotDecided
from web.modeler.publishing.moments import moment_of
from web.modeler.publishing.proposals import Moved
from web.modeler.publishing.proposing import NotProposed
from web.modeler.publishing.shown import show
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, record, require
from web.services import services

pages = Blueprint("publishing", __name__)

LONGEST = 2000
"""Characters of a note."""

Page = str | tuple[str, int]


@pages.app_template_global()
def proposals_of(procedure: str) -> list[proposals.Proposal]:
    """The newest proposals of a procedure, for its page."""
    return proposals.listed(services().database, procedure=procedure, limit=10)


@pages.app_template_global()
def proposals_waiting() -> list[proposals.Proposal]:
    """What waits for a decision or its moment, for the home of the workshop."""
    return proposals.listed(services().database, states=proposals.OPEN)


@pages.get("/proposals/")
def listing() -> str:
    """What waits for a decision or its moment, and what was decided last."""
    require(may_read_workshop(visitor()), "workshop", "proposals")
    database = services().database
    waiting = proposals.listed(database, states=proposals.OPEN)
    over = proposals.listed(database, states=proposals.ENDED, limit=30)
    rows = {one.key: one for one in library.procedures()}
    numbers = library.numbers(one.version_id for one in (*waiting, *over))
    people = Directory({one.proposed_by for one in (*waiting, *over)})
    return render_template(
        "modeler/publishing/listing.html",
        waiting=waiting,
        over=over,
        procedures=rows,
        numbers=numbers,
        directory=people,
    )


@pages.get("/<procedure>/propose")
def ask(procedure: str) -> str:
    """What is to be said with the proposal."""
    require(may_draw(visitor()), "propose", procedure)
    return _form(procedure, request.args.get("version", ""), None)


@pages.post("/<procedure>/propose")
def make(procedure: str) -> Response | Page:
    """Propose the draft, or an older version."""
    require(may_draw(visitor()), "propose", procedure)
    version, name, note = (request.form.get(key, "").strip()[:LONGEST] for key in ("version", "name", "note"))
    cases: proposals.Cases = "migrate" if request.form.get("cases") == "migrate" else "stay"
    try:
        id = proposing.propose(visitor(), procedure, version, name=name, note=note, cases=cases)
    except NotProposed as refusal:
        return _form(procedure, version, refusal), 422
    flash(gettext("Proposed. The checks have begun; everybody who can review it has been told."), "done")
    return redirect(url_for(".one", id=id))


@pages.get("/proposals/<id>")
def one(id: str) -> str:
    """The proposal with everything that is to be looked at."""
    require(may_read_workshop(visitor()), "workshop", f"proposal {id}")
    return _page(id, "")


@pages.get("/proposals/<id>/state")
def state(id: str) -> Answer:
    """The checks alone, while they are under way; the page is loaded anew once they are over."""
    require(may_read_workshop(visitor()), "workshop", f"proposal {id}")
    shown = show(visitor(), proposals.get(services().database, id))
    answer = make_response(render_template("modeler/publishing/checks.html", shown=shown))
    if not shown.under_way:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/proposals/<id>/approve")
def approve(id: str) -> Response | Page:
    """Let it be put into force, at once or at a moment."""
    require(may_draw(visitor()), "approve version", id)
    at = None
    if request.form.get("when") == "later":
        at = moment_of(request.form.get("day", ""), request.form.get("time", ""))
        if at is None or at <= services().now():
            return _page(id, gettext("Write a day and a time that are still to come, like 2026-03-01 and 08:00.")), 422
    seen = request.form.get("impact", "")
    return _decided(id, "approve version", lambda found, note: deciding.approve(visitor(), found, note, at, seen=seen))


@pages.post("/proposals/<id>/mapping")
def remap(id: str) -> Response | Page:
    """What the elements of running cases become, and whether cases are to move; tried on every case at once."""

    def act(found: proposals.Proposal, _: str) -> None:
        if request.form.get("impact", "") != found.impact_run:
            raise Moved(id)
        plans = mapping.found_by(runs.get(found.impact_run))
        cases: proposals.Cases = "migrate" if request.form.get("cases") == "migrate" else "stay"
        replanning.replan(visitor(), found, mapping.chosen(plans, request.form), cases)

    return _decided(id, "change mapping", act)


@pages.post("/proposals/<id>/reject")
def reject(id: str) -> Response | Page:
    """Send it back."""
    return _decided(id, "reject version", lambda found, note: deciding.reject(visitor(), found, note))


@pages.post("/proposals/<id>/withdraw")
def withdraw(id: str) -> Response | Page:
    """The proposer thinks better of it."""
    return _decided(id, "withdraw proposal", lambda found, _: deciding.withdraw(visitor(), found))


@pages.post("/proposals/<id>/cancel")
def cancel(id: str) -> Response | Page:
    """Not at that moment, and not at all."""
    return _decided(id, "call off publication", lambda found, _: deciding.call_off(visitor(), found))


def _decided(id: str, action: str, act: Callable[[proposals.Proposal, str], None]) -> Response | Page:
    require(may_draw(visitor()), action, id)
    found = proposals.get(services().database, id)
    try:
        act(found, request.form.get("note", "").strip()[:LONGEST])
    except Hindered as hindered:
        record(action, id, "denied")
        return _page(id, _hindered(hindered)), 403
    except NotDecided as undecided:
        return _page(id, _undecided(undecided)), 422
    except Moved:
        return _page(id, gettext("Somebody else was first. Below stands what became of it.")), 409
    return redirect(url_for(".one", id=id))


def _hindered(hindered: Hindered) -> str:
    if not hindered.persons:
        return str(gettext("Only who proposed it may take it back."))
    names = person_names(services().database, hindered.persons)
    who = in_words([names.get(one, Name(one)).said for one in hindered.persons])
    return str(gettext("%(who)s had a hand in it. Somebody else must decide.", who=who))


def _undecided(undecided: NotDecided) -> str:
    if undecided.why == "under_way":
        return str(gettext("The checks are still under way. Decide when they are over."))
    if undecided.why == "overtaken":
        return str(
            gettext("Another version has come into force since this was proposed. Propose it afresh on top of that.")
        )
    return str(gettext("Write down why."))


def _page(id: str, problem: str) -> str:
    shown = show(visitor(), proposals.get(services().database, id))
    return render_template("modeler/publishing/proposal.html", shown=shown, problem=problem, entered=request.form)


def _form(procedure: str, version: str, refusal: NotProposed | None) -> str:
    checked = refusal.checked if refusal else None
    wanted = library.version(version) if version else None
    if wanted is not None and wanted.procedure != procedure:
        abort(404)
    return render_template(
        "modeler/publishing/propose.html",
        procedure=library.procedure(procedure),
        version=wanted,
        entered=request.form,
        unchanged=refusal is not None and checked is None,
        errors=said(checked.errors) if checked else [],
        lost=checked.lost if checked else (),
    )
