"""An approved proposal back in review: its publication was stopped, or what was approved is not what it is any more."""

from typing import Any

import sqlalchemy as sa

from web.language import Name
from web.modeler import runs
from web.modeler.publishing import proposals
from web.modeler.publishing.proposals import Proposal

NO_DECISION = {"decided_at": None, "decided_by": "", "decision": "", "publish_at": None, "publication_run": ""}


def to_review(connection: sa.Connection, proposal: Proposal, why: Name, who: str) -> None:
    """Void the approval and begin the checks anew, as the page is to show what holds now. Raises Moved where it is not
    approved any more."""
    checks = {
        "scenarios_run": runs.ask("trial", proposal.procedure, tried(proposal), who, connection=connection),
        "impact_run": runs.ask("impact", proposal.procedure, tried(proposal), who, connection=connection),
    }
    values: dict[str, Any] = {**NO_DECISION, **checks, "reason": proposals.encoded(why)}
    proposals.move(connection, proposal.id, "proposed", **values)


def tried(proposal: Proposal) -> dict[str, object]:
    """What its checks try."""
    return {"procedure": proposal.procedure, "version": proposal.version_id, "elements": proposal.elements}
