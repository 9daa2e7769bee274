"""What the page of a proposal shows: what it changes, what the checks found, what the reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.store.database import reading
from web.account.people import Visitor, person_names
from web.language import Name
from web.modeler import comparison, library, runs
from web.modeler.adoption import is_adopted
from web.modeler.comparison.saying import SaidFile
from web.modeler.findings import Said, said
from web.modeler.impact.mapping import Moving, found_by
from web.modeler.library import ProcedureRow, Version
from web.modeler.publishing import four_eyes, overtaking
from web.modeler.publishing.deciding import passed
from web.modeler.publishing.proposals import OPEN, Proposal
from web.modeler.runs import Run
from web.modeler.tables import remark
from web.modeler.trials.showing import shown as trials
from web.people import Directory
from web.permissions import may_draw
from web.services import services


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal for its page; `together` are the procedures (key, title) that get a new version with it, `hindered` the
    names as whom the reader had a hand in it."""

    proposal: Proposal
    procedure: ProcedureRow
    version: Version
    based_on: Version | None
    differences: Sequence[SaidFile]
    findings: Sequence[Said]
    scenarios: Run
    trial: Mapping[str, Any]
    impact: Run
    together: Sequence[tuple[str, Name]]
    plans: Sequence[Moving]
    publication: Run | None
    remarks: int
    directory: Directory
    decides: bool
    hindered: Sequence[Name]
    own: bool
    operates: bool
    overtaken: bool

    @property
    def compared_with(self) -> str:
        """The id of the version that the page of comparisons takes, '' where there is none."""
        return "" if self.based_on is None or is_adopted(self.based_on.id) else self.based_on.id

    @property
    def under_way(self) -> bool:
        """Whether the page will look otherwise soon."""
        if self.publication is not None and self.proposal.state == "approved":
            return not self.publication.over and not self.proposal.publish_at
        return self.proposal.state == "proposed" and not self.ready

    @property
    def plans_anew(self) -> bool:
        """Whether the reader may change the mapping of running cases now."""
        return self.operates and self.proposal.state in OPEN and not self.overtaken and bool(self.plans)

    @property
    def ready(self) -> bool:
        """Whether all checks have come to an end."""
        return all(one.over for one in self._checks)

    @property
    def all_passed(self) -> bool:
        """Whether nothing needs a word from whoever approves."""
        return all(passed(one) for one in self._checks)

    @property
    def _checks(self) -> list[Run]:
        return [self.scenarios, self.impact]


def show(visitor: Visitor, proposal: Proposal) -> Shown:
    """Gather it."""
    hindered = four_eyes.hindered(visitor, proposal)
    draws = may_draw(visitor)
    version, based_on = library.version(proposal.version_id), _version(proposal.based_on)
    before = library.bodies(based_on) if based_on else {}
    scenarios, impact = runs.get(proposal.scenarios_run), runs.get(proposal.impact_run)
    names = person_names(services().database, hindered)
    return Shown(
        proposal=proposal,
        procedure=library.procedure(proposal.procedure),
        version=version,
        based_on=based_on,
        differences=comparison.said(before, library.bodies(version)),
        findings=said(proposal.findings),
        scenarios=scenarios,
        trial=trials(scenarios) if scenarios.state == "done" else {},
        impact=impact,
        together=_titles(impact.result.get("together", [])),
        plans=found_by(impact) if impact.state == "done" else [],
        publication=runs.get(proposal.publication_run) if proposal.publication_run else None,
        remarks=_open_remarks(proposal.procedure),
        directory=Directory([proposal.proposed_by, proposal.decided_by, *proposal.authors]),
        decides=draws and not hindered,
        hindered=[names.get(one, Name(one)) for one in hindered],
        own=draws and proposal.proposed_by in four_eyes.persons(visitor),
        operates=draws,
        overtaken=overtaking.is_overtaken(proposal),
    )


def _titles(keys: Sequence[str]) -> list[tuple[str, Name]]:
    named = {one.key: one.title for one in library.procedures()} if keys else {}
    return [(key, named.get(key, Name(key))) for key in keys]


def _version(id: str) -> Version | None:
    try:
        return library.version(id) if id else None
    except NotFound:
        return None


def _open_remarks(procedure: str) -> int:
    begun = (remark.c.procedure == procedure) & (remark.c.thread == remark.c.id) & remark.c.resolved_at.is_(None)
    with reading(services().database) as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(remark).where(begun)) or 0
