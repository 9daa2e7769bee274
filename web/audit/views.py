"""The audit pages: find a case, read its journal, verify it. Every read is recorded."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import history
from engine.errors import NotFound
from web.archive import explain_missing, look
from web.audit.replay import tell
from web.cases import family
from web.cases.standing import Sheet
from web.diagrams import Vocabulary, vocabulary
from web.pages import visitor
from web.permissions import may_audit, may_draw, record, require
from web.services import services

pages = Blueprint("audit", __name__, template_folder="templates", url_prefix="/audit")
pages.before_request(look)

STEPS = 200
"""Steps on one page."""


@pages.get("")
def listing() -> str:
    """Every case, newest first."""
    require(may_audit(visitor()), "audit", "")
    text = request.args.get("q", "").strip()
    page = services().archive.instances(text=text, after=request.args.get("after", ""), limit=25)
    record("list cases for audit", text, "read")
    return render_template("audit/listing.html", page=page, text=text)


@pages.get("/<instance_id>")
def case(instance_id: str) -> str:
    """The journal of one case in words, beside its diagram step by step."""
    require(may_audit(visitor()), "audit", instance_id)
    engine = services().archive
    try:
        view = engine.case(instance_id)
    except NotFound:
        explain_missing()
        raise
    row = view.instance
    pages_of_steps = max((row.seq + STEPS - 1) // STEPS, 1)
    number = min(max(request.args.get("page", pages_of_steps, type=int), 1), pages_of_steps)
    first = (number - 1) * STEPS + 1
    database = engine.database
    words = vocabulary(engine.definition(row.definition_hash))
    versions = history.versions(database, instance_id)
    replay = tell(history.replay(database, instance_id), row, versions, _words, first, STEPS)
    sheets = _sheets(replay.drawn, {one.definition for one in versions})
    record("read journal", instance_id, "read")
    return render_template(
        "audit/case.html",
        view={"case": view, "sheets": sheets},
        row=row,
        family=family.of(database, visitor(), instance_id),
        own_name=words.process_name().said,
        replay=replay,
        page_number=number,
        page_count=pages_of_steps,
        may_record=may_draw(visitor()),
    )


def _words(definition_hash: str) -> Vocabulary:
    return vocabulary(services().engine.definition(definition_hash))


def _sheets(drawn: Iterable[tuple[str, str]], known: set[str]) -> tuple[Sheet, ...]:
    """The diagrams, named with their version where the case ran by several."""
    numbers = (
        {row.hash: row.version for row in services().engine.definitions(only_current=False)} if len(known) > 1 else {}
    )
    found = []
    for definition, process in drawn:
        name = _words(definition).process_name(process).said
        if definition in numbers:
            name = gettext("%(name)s, version %(number)d of the procedure", name=name, number=numbers[definition])
        found.append(Sheet(process, name, (), definition))
    return tuple(found)


@pages.post("/<instance_id>/verify")
def verify(instance_id: str) -> Response:
    """Execute the journal again from its inputs and compare everything."""
    require(may_audit(visitor()), "audit", instance_id)
    record("verify case", instance_id, "read")
    found = next(iter(history.verify(services().archive.database, instance_id)))
    if found.difference is not None:
        sentence = gettext(
            "This case does not verify. First difference: %(difference)s", difference=str(found.difference)
        )
        flash(sentence, "problem")
    else:
        sentence = gettext(
            "Verified: executed again from its inputs, every step, every hash and every list entry is the same."
        )
        flash(sentence, "done")
    return redirect(url_for("audit.case", instance_id=instance_id))
