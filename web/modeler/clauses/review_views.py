"""What has to be looked at because a clause changed: answered on the clause's page, shown on that of a procedure and to the
editor."""

from flask import Response as Answer
from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from web import clauses
from web.modeler.clauses import citations, reviews
from web.modeler.clauses.views import LONGEST, pages
from web.pages import visitor
from web.permissions import may_draw, may_read_workshop, require
from web.services import services


@pages.post("/clauses/<id>/reviews")
def decide(id: str) -> Response:
    """Say of the chosen elements that they are still right, or that they were changed."""
    require(may_draw(visitor()), "draw", f"clause {id}")
    places = [(one.partition(" ")[0], one.partition(" ")[2]) for one in request.form.getlist("place")]
    if request.form.get("every"):
        asked = reviews.listed(services().database, clause=id, waiting=True)
        places = [(one.procedure, one.element) for one in asked]
    state, note = request.form.get("state", ""), request.form.get("note", "").strip()[:LONGEST]
    if not places or state not in reviews.STATES:
        flash(gettext("Choose the elements that you looked at."), "problem")
    else:
        done = reviews.decide(services().database, id, places, state, note, visitor().id, services().now())
        flash(ngettext("%(num)d element looked at.", "%(num)d elements looked at.", done), "success")
    return redirect(url_for("modeler.clauses.clause", id=id))


@pages.get("/<procedure>/clause-reviews.json")
def waiting(procedure: str) -> Answer:
    """What the editor marks: elements whose clause changed and that nobody looked at yet."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    found = reviews.listed(services().database, procedure=procedure, waiting=True)
    words = {one.id: one for one in clauses.here(sorted({one.clause for one in found}))}
    return jsonify(
        [
            {
                "element": one.element,
                "clause": one.clause,
                "version": one.version,
                "text": words[one.clause].text if one.clause in words else "",
                "repealed": one.clause in words and words[one.clause].repealed,
                "address": url_for("modeler.clauses.clause", id=one.clause),
            }
            for one in found
        ]
    )


@pages.app_template_global()
def clause_reviews_of(procedure: str) -> list[tuple[reviews.Review, citations.Citing | None]]:
    """What of a procedure is to be looked at, with the element where it still cites the clause, for its page."""
    found = reviews.listed(services().database, procedure=procedure, waiting=True)
    if not found:
        return []
    names = {(one.citing.clause, one.citing.element): one.citing for one in citations.of_procedure(procedure)}
    return [(one, names.get((one.clause, one.element))) for one in found]
