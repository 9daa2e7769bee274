"""Pages for operators and policy officers."""

from flask import Blueprint, render_template

from web.pages import visitor
from web.permissions import may_draw, may_operate, may_see_operations, require
from web.services import services

pages = Blueprint("operations", __name__, template_folder="templates", url_prefix="/operations")


@pages.get("")
def overview() -> str:
    """Incidents for operators; procedures in force for both."""
    require(may_see_operations(visitor()), "operations", "")
    engine = services().engine
    operates = may_operate(visitor())
    return render_template(
        "operations/overview.html",
        incidents=engine.incidents() if operates else [],
        unassigned=engine.unassigned() if operates else [],
        counts=engine.counts() if operates else None,
        operates=operates,
        deploys=may_draw(visitor()),
        definitions=engine.definitions(),
        amendments=engine.amendments(),
    )
