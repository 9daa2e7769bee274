"""Pages of the clause register: the matrix, one clause, and the forms that change it."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from handlers.shanghai import local_date
from web import clauses
from web.clauses import stored
from web.clauses.folder import Clause, register
from web.modeler import library
from web.modeler.clauses import cases, changing, citations, reviews
from web.modeler.clauses.matrix import matrix
from web.modeler.clauses.wordings import steps
from web.modeler.comparison.saying import type_name
from web.pages import visitor
from web.people import Directory
from web.permissions import may_draw, may_read_workshop, require
from web.services import services

pages = Blueprint("clauses", __name__)
pages.add_app_template_filter(type_name, "type_words")

LONGEST = 5000
"""Characters of a clause's text, of a reason or of a note."""
_ID = re.compile(r"[\w.\-()（）〔〕·]{1,40}")
_WORDS = ("text", "text_en", "lead", "section", "section_en")


@pages.get("/clauses/")
def overview() -> str:
    """The matrix of clauses and procedures, with gaps and what is to be looked at."""
    require(may_read_workshop(visitor()), "workshop", "clauses")
    return _matrix({})


def _matrix(given: Mapping[str, str]) -> str:
    waiting = Counter(one.clause for one in reviews.listed(services().database, waiting=True))
    procedures = [(row.key, row.title) for row in library.procedures()]
    found = matrix(clauses.here(), procedures, citations.everywhere(), waiting)
    return render_template(
        "modeler/clauses/overview.html",
        matrix=found,
        only=request.args.get("only", ""),
        draws=may_draw(visitor()),
        today=_today().isoformat(),
        given=given,
    )


@pages.get("/clauses/<id>")
def clause(id: str) -> str:
    """One clause: its text and history, what cites it, and the live cases that it concerns."""
    require(may_read_workshop(visitor()), "workshop", f"clause {id}")
    return _page(id)


@pages.post("/clauses/")
def add() -> Response | tuple[str, int]:
    """Add a clause."""
    require(may_draw(visitor()), "draw", "clauses")
    id = request.form.get("id", "").strip()
    words = _words()
    problem = _problem(words) or (
        "" if _ID.fullmatch(id) else gettext("Give the clause a short number, such as 2.1.1.a.")
    )
    if not problem:
        _fill()
        try:
            changing.add(
                services().database,
                changing.reworded(Clause(id, ""), **words),
                after=request.form.get("after", ""),
                valid_from=request.form.get("valid_from", ""),
                reason=request.form.get("reason", "").strip(),
                who=visitor().id,
                at=services().now(),
            )
        except changing.AlreadyThere:
            problem = gettext("The register has a clause %(id)s already.", id=id)
    if problem:
        flash(problem, "problem")
        return _matrix(request.form), 422
    flash(gettext("Clause %(id)s was added.", id=id), "success")
    return redirect(url_for("modeler.clauses.clause", id=id))


@pages.post("/clauses/<id>")
def change(id: str) -> Response | tuple[str, int]:
    """Give the clause other words, repeal it, or let it hold again."""
    require(may_draw(visitor()), "draw", f"clause {id}")
    _fill()
    history = stored.history(services().database, id)
    if not history:
        abort(404)
    before = history[0].clause
    repeals = request.form.get("act") == "repeal"
    words = {name: getattr(before, name) for name in _WORDS} if repeals else _words()
    now = changing.reworded(before, **words, repealed=repeals)
    problem = _problem(words)
    if not problem and now == before:
        problem = gettext("Nothing was changed.")
    if not problem:
        try:
            changing.change(
                services().database,
                now,
                citations.everywhere(),
                read=request.form.get("version", 0, type=int),
                valid_from=request.form.get("valid_from", ""),
                reason=request.form.get("reason", "").strip(),
                who=visitor().id,
                at=services().now(),
            )
        except changing.ChangedMeanwhile:
            problem = gettext("Somebody else changed this clause meanwhile. Read it again and repeat your change.")
    if problem:
        flash(problem, "problem")
        return _page(id, request.form), 422
    flash(
        gettext("The clause was repealed; what cites it is to be looked at.")
        if repeals
        else gettext("The clause was changed; what cites it is to be looked at."),
        "success",
    )
    return redirect(url_for("modeler.clauses.clause", id=id))


def _page(id: str, given: Mapping[str, str] | None = None) -> str:
    database = services().database
    found = clauses.here([id])
    history = stored.history(database, id)
    if not found:
        abort(404)
    cited = [one for one in citations.everywhere() if one.citing.clause == id]
    asked = reviews.listed(database, clause=id)
    present = [one for one in cited if one.in_force]
    processes = {one.citing.process for one in present}
    total, standing, listed = cases.concerned(
        database, visitor(), processes, {(one.citing.process, one.citing.element) for one in present}
    )
    rows = {row.key: row.title for row in library.procedures()}
    return render_template(
        "modeler/clauses/clause.html",
        clause=found[0],
        steps=steps(history),
        upcoming=history[0] if history and history[0].valid_from > _today().isoformat() else None,
        cited=cited,
        names={(one.procedure, one.citing.element): one for one in cited},
        reviews=asked,
        rows=rows,
        total=total,
        standing=standing,
        cases=listed,
        people=Directory([*(one.changed_by for one in history), *(one.decided_by for one in asked)]),
        draws=may_draw(visitor()),
        today=_today().isoformat(),
        given=given or {},
        repeals=bool(given and given.get("act") == "repeal"),
    )


def _words() -> dict[str, str]:
    return {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in _WORDS}


def _problem(words: dict[str, str]) -> str:
    """What is wrong with the form, '' for nothing."""
    reason, valid_from = request.form.get("reason", "").strip(), request.form.get("valid_from", "")
    if not words["text"]:
        return str(gettext("Give the text of the clause."))
    if not reason:
        return str(gettext("Give the reason for the change, such as the document that amends the clause."))
    if max(len(text) for text in (*words.values(), reason)) > LONGEST:
        return str(gettext("A text has at most %(number)d characters.", number=LONGEST))
    try:
        if valid_from:
            date.fromisoformat(valid_from)
    except ValueError:
        return str(gettext("Give the day from which it holds as a date."))
    return ""


def _fill() -> None:
    """The first change takes the folder's register into a database that has none yet."""
    given = services()
    changing.begin(given.database, register(given.settings.processes), given.now())


def _today() -> date:
    return local_date(services().now())
