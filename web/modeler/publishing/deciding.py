"""Deciding on a proposal: approve, reject, withdraw, call off; the rules stand here, whatever a page shows."""

from web.account.people import Visitor
from web.modeler import library, runs
from web.modeler.publishing import four_eyes, journal, notices, overtaking, proposals
from web.modeler.publishing.proposals import Moved, Proposal
from web.services import services


class Hindered(Exception):
    """The visitor had a hand in it, as one of these persons, and may not decide."""

    def __init__(self, persons: list[str]) -> None:
        super().__init__(", ".join(persons))
        self.persons = persons


class NotDecided(Exception):
    """Checks are under way, another version came into force, or a scenario failed and nobody said why it is approved all
    the same."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def approve(visitor: Visitor, proposal: Proposal, note: str, at: int | None, *, seen: str = "") -> None:
    """Let the version be put into force at once, or not before `at` (milliseconds since 1970), with its mapping of running
    cases; `seen` is the impact run, and with it the mapping, that the visitor looked at.

    Raises Hindered, NotDecided and Moved.
    """
    _may_decide(visitor, proposal)
    if seen and seen != proposal.impact_run:
        raise Moved(proposal.id)
    if overtaking.is_overtaken(proposal):
        raise NotDecided("overtaken")
    checks = [runs.get(one) for one in (proposal.scenarios_run, proposal.impact_run)]
    if not all(one.over for one in checks):
        raise NotDecided("under_way")
    if not note and not all(passed(one) for one in checks):
        raise NotDecided("note")
    given = services()
    now = given.now()
    later = at if at is not None and at > now else None
    with given.database.begin() as connection:
        run = runs.ask(
            "publication", proposal.procedure, {"proposal": proposal.id}, visitor.id, later, connection=connection
        )
        proposals.move(
            connection,
            proposal.id,
            "approved",
            tried=proposal.impact_run,
            decided_at=now,
            decided_by=visitor.id,
            decision=note,
            publish_at=later,
            publication_run=run,
            reason="",
        )
        parts = {**proposals.described(proposal), "who": visitor.id, "note": note, "at": later or 0}
        notices.send(
            connection,
            "proposal.approved",
            [proposal.proposed_by],
            parts,
            key=f"{proposal.id}:{run}",
            link=proposals.link(proposal),
            at=now,
        )
        plan = {"cases": proposal.cases, "elements": proposal.elements}
        details = {**_details(proposal), "note": note, "at": later or 0, **plan}
        journal.record(connection, now, visitor.id, "version.approved", proposal.procedure, details)


def reject(visitor: Visitor, proposal: Proposal, note: str) -> None:
    """Send it back with the reason. Raises Hindered, NotDecided where there is no reason, and Moved."""
    _may_decide(visitor, proposal)
    if not note:
        raise NotDecided("note")
    given = services()
    now = given.now()
    with given.database.begin() as connection:
        proposals.move(
            connection, proposal.id, "rejected", decided_at=now, decided_by=visitor.id, decision=note, ended_at=now
        )
        parts = {**proposals.described(proposal), "who": visitor.id, "note": note}
        notices.send(
            connection,
            "proposal.rejected",
            [proposal.proposed_by],
            parts,
            key=proposal.id,
            link=proposals.link(proposal),
            at=now,
        )
        details = {**_details(proposal), "note": note}
        journal.record(connection, now, visitor.id, "version.rejected", proposal.procedure, details)
    _stop_checks(proposal)


def withdraw(visitor: Visitor, proposal: Proposal) -> None:
    """Take the own proposal back while nobody has decided. Raises Hindered for somebody else's, and Moved."""
    if proposal.proposed_by not in four_eyes.persons(visitor):
        raise Hindered([])
    given = services()
    now = given.now()
    with given.database.begin() as connection:
        proposals.move(connection, proposal.id, "withdrawn", ended_at=now)
        journal.record(connection, now, visitor.id, "version.withdrawn", proposal.procedure, _details(proposal))
    _stop_checks(proposal)


def call_off(visitor: Visitor, proposal: Proposal) -> None:
    """Not to be put into force after all, before its moment has come. Raises Moved where it is in force already."""
    given = services()
    now = given.now()
    with given.database.begin() as connection:
        proposals.move(connection, proposal.id, "cancelled", ended_at=now)
        concerned = [proposal.proposed_by, proposal.decided_by]
        parts = {**proposals.described(proposal), "who": visitor.id}
        notices.send(
            connection, "proposal.cancelled", concerned, parts, key=proposal.id, link=proposals.link(proposal), at=now
        )
        journal.record(connection, now, visitor.id, "publication.cancelled", proposal.procedure, _details(proposal))
    runs.stop(proposal.publication_run)


def passed(run: runs.Run) -> bool:
    """Whether a check came to its end and found nothing that somebody has to answer for."""
    failed = any(one["code"] for one in run.result.get("played", ()))
    return run.state == "done" and not failed and not run.result.get("findings")


def _may_decide(visitor: Visitor, proposal: Proposal) -> None:
    hindered = four_eyes.hindered(visitor, proposal)
    if hindered:
        raise Hindered(hindered)


def _details(proposal: Proposal) -> dict[str, object]:
    version = library.version(proposal.version_id)
    return {"proposal": proposal.id, "version": version.number, "version_id": version.id}


def _stop_checks(proposal: Proposal) -> None:
    for run in (proposal.scenarios_run, proposal.impact_run):
        runs.stop(run)
