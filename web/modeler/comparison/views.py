"""The page that shows what two versions of a procedure differ in."""

from flask import Blueprint, render_template, request

from web.modeler import library
from web.modeler.comparison import saying, sides
from web.pages import visitor
from web.permissions import may_read_workshop, require

pages = Blueprint("comparison", __name__)
pages.add_app_template_filter(saying.row_words, "rule_words")
pages.add_app_template_filter(saying.part_name, "part_words")


@pages.get("/<procedure>/compare")
def compare(procedure: str) -> str:
    """The differences between `from` and `to`: `draft`, `in-force` or the id of a version."""
    require(may_read_workshop(visitor()), "workshop", procedure)
    row = library.procedure(procedure)
    old = sides.side(procedure, request.args.get("from", sides.IN_FORCE))
    new = sides.side(procedure, request.args.get("to", sides.DRAFT))
    return render_template(
        "modeler/comparison/page.html",
        procedure=row,
        sides=sides.sides(procedure),
        old=old,
        new=new,
        differences=saying.said(sides.files(procedure, old), sides.files(procedure, new)),
    )
