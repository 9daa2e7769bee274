"""Another mapping of running cases for a version that is proposed: tried on every case, and approved with the version."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from web.account.people import Visitor
from web.language import Name
from web.modeler import runs
from web.modeler.publishing import four_eyes, journal, notices, proposals
from web.modeler.publishing.proposals import Cases, Proposal
from web.modeler.publishing.returning import NO_DECISION, tried
from web.services import services

_VOIDED = Name(
    "批准之后，办理中案件的对应关系有改动，须连同版本重新批准。",
    "The mapping of running cases was changed after the approval; it is to be approved anew, together with the version.",
)


def replan(visitor: Visitor, proposal: Proposal, elements: Mapping[str, Mapping[str, str]], cases: Cases) -> None:
    """Let the proposal have this mapping, and try it on every case. Who does so had a hand in it and does not decide on it;
    an approval that was given is void. Raises Moved where the proposal is another meanwhile."""
    given = services()
    now = given.now()
    changed = replace(proposal, elements=elements, cases=cases)
    authors = sorted({*proposal.authors, *four_eyes.persons(visitor)})
    voided = proposal.state == "approved"
    with given.database.begin() as connection:
        values: dict[str, Any] = {
            "elements": msgspec.json.encode(elements).decode(),
            "cases": cases,
            "authors": msgspec.json.encode(authors).decode(),
            "impact_run": runs.ask("impact", proposal.procedure, tried(changed), visitor.id, connection=connection),
        }
        if voided:
            values |= {**NO_DECISION, "state": "proposed", "reason": proposals.encoded(_VOIDED)}
        proposals.replan(connection, proposal, **values)
        runs.stop_within(connection, proposal.impact_run, now)
        if voided:
            runs.stop_within(connection, proposal.publication_run, now)
            parts = {**proposals.described(proposal), "who": visitor.id}
            concerned = [proposal.proposed_by, proposal.decided_by]
            key, link = f"{proposal.id}:{values['impact_run']}", proposals.link(proposal)
            notices.send(connection, "proposal.replanned", concerned, parts, key=key, link=link, at=now)
        details = {"proposal": proposal.id, "elements": elements, "cases": cases, "voided": voided}
        journal.record(connection, now, visitor.id, "mapping.changed", proposal.procedure, details)
