"""Proposals that were overtaken: another version came into force since they were made, and theirs would silently undo it.

They end, with what overtook them; whoever still wants the change proposes it afresh, on top of what is in force. This is
called by whatever puts something into force, also where no application runs.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import sqlalchemy as sa

from engine.runtime.engine import Engine
from web.account.people import person_names
from web.language import Name
from web.modeler import library, runs
from web.modeler.library import Version
from web.modeler.publishing import journal, notices, proposals
from web.modeler.publishing.proposals import OPEN, Proposal

Ended: TypeAlias = Sequence[Mapping[str, object]]
"""What the operations journal is told of each."""


def is_overtaken(proposal: Proposal) -> bool:
    """Whether an open proposal was made upon another version than the one in force."""
    found = library.in_force(proposal.procedure)
    return proposal.state in OPEN and (found.id if found else "") != proposal.based_on


def by_version(engine: Engine, version: Version) -> Name:
    """What came into force, for those whom it overtook."""
    who = person_names(engine.database, [version.made_by]).get(version.made_by) or Name("系统", "the system")
    name = (f"“{version.name}”", f" “{version.name}”") if version.name else ("", "")
    return Name(
        f"第 {version.number} 版{name[0]}已经生效（制作人：{who.zh}）。",
        f"Version {version.number}{name[1]} (made by {who.en or who.zh}) has come into force.",
    )


def by_ruling(mark: str, version: int) -> Name:
    """The same for a governed change; `version` is the one of the process that it made."""
    return Name(
        f"{mark} 修改了流程，流程第 {version} 版已经生效。",
        f"{mark} changed the procedure, and version {version} of its process has come into force.",
    )


def end(
    engine: Engine,
    connection: sa.Connection,
    procedure: str,
    by: Name,
    at: int,
    *,
    spared: Callable[[Proposal], bool] = lambda one: False,
) -> Ended:
    """End every open proposal of the procedure that is not `spared`, for what `by` says."""
    ended = [one for one in proposals.open_of(connection, procedure) if not spared(one)]
    return [end_one(engine, connection, one, by, at) for one in ended]


def end_one(engine: Engine, connection: sa.Connection, proposal: Proposal, by: Name, at: int) -> Mapping[str, object]:
    """The same for one of them. Raises Moved where it is open no more."""
    proposals.move(connection, proposal.id, "overtaken", ended_at=at, reason=proposals.encoded(by))
    for run in (proposal.scenarios_run, proposal.impact_run, proposal.publication_run):
        runs.stop_within(connection, run, at)
    reason = {"zh": by.zh, "en": by.en}
    parts = {**proposals.described(proposal, engine), **reason}
    concerned = [one for one in (proposal.proposed_by, proposal.decided_by) if one]
    link = proposals.link(proposal)
    notices.send(connection, "proposal.overtaken", concerned, parts, key=proposal.id, link=link, at=at)
    return {"proposal": proposal.id, "version": parts["number"], "version_id": proposal.version_id, **reason}


def write_down(connection: sa.Connection, ended: Ended, procedure: str, who: str, at: int) -> None:
    """Last of all, as whoever waits for the journal may hold what else is changed: `who` put the other into force."""
    for details in ended:
        journal.record(connection, at, who, "version.overtaken", procedure, details)
