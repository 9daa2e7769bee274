"""The page of the operations journal: what changed what is in force, newest first, in words."""

from flask import render_template, request

from web.language import Name
from web.modeler import library
from web.modeler.publishing import journal, journal_words, rulings
from web.modeler.publishing.views import pages
from web.pages import row_number, visitor
from web.people import Directory
from web.permissions import cases_open_to, may_read_operations_journal, may_read_workshop, require
from web.services import services

__all__ = ["pages"]


@pages.get("/journal")
def operations() -> str:
    """Entries by procedure, person and kind of act."""
    require(may_read_operations_journal(visitor()), "operations journal", "")
    database = services().database
    wanted = {key: request.args.get(key, "") for key in ("subject", "who", "action")}
    found, before = journal.entries(
        database,
        subject=wanted["subject"],
        who=wanted["who"],
        action=wanted["action"],
        before=request.args.get("before", 0, type=row_number),
    )
    actors = journal.used(database, "actor")
    people = Directory(actors)
    named = {one.key: one.title for one in library.procedures()}
    titles = {
        row.process_id: Name(row.name, row.name_en) for row in services().engine.definitions() if row.name
    } | named
    seen = cases_open_to(visitor(), {str(one.details["case"]) for one in found if one.details.get("case")})
    told = [
        journal_words.told(
            one, titles, people, seen, rulings.changed_by(database, one) if one.action == rulings.AMENDED else ()
        )
        for one in found
    ]
    return render_template(
        "modeler/publishing/journal.html",
        entries=told,
        before=before,
        reads=may_read_workshop(visitor()),
        wanted=wanted,
        procedures=[
            (key, named[key].said if key in named else key) for key in journal.used(database, "subject") if key
        ],
        people=[(one, people.actor(one)) for one in actors],
        actions=[(one, journal_words.action(one)) for one in journal.used(database, "action")],
    )
