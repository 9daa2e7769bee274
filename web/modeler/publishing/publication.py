"""Putting an approved version into force: everything in one transaction, or nothing and a reason that people are told.

The version in force must still be the one that the proposal was made upon, and the procedures that come along must be as
they were when they were read; both are looked at in the deployment's own transaction, which lets one through at a time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
import structlog
from flask_babel import lazy_gettext

from engine.diagrams import messages
from engine.errors import AmendmentsLost, ConcurrentUpdate, Refused
from engine.runtime.permissions import Actor
from engine.runtime.views import DeployedDefinition
from web import clauses
from web.language import Name
from web.modeler import library, runs
from web.modeler.publishing import authors, journal, notices, overtaking, proposals, returning
from web.modeler.publishing.proposals import Moved, Proposal
from web.modeler.publishing.together import gather
from web.modeler.runs import Progress, RunFailed
from web.services import services

ATTEMPTS = 3
"""How often it is tried when others deploy at the same moment."""

log = structlog.get_logger()


class _Overtaken(Exception):
    """Another version is in force than the one that the proposal was made upon."""


class _Shifted(Exception):
    """What comes along was deployed anew since it was read."""


def _back(run: runs.Run, why: Name) -> None:
    """Stopped for good: the proposal is back in review, and those concerned are told why."""
    given = services()
    now = given.now()
    proposal = proposals.get(given.database, str(run.args["proposal"]))
    if proposal.state != "approved" or proposal.publication_run != run.id:
        return
    with given.database.begin() as connection:
        returning.to_review(connection, proposal, why, proposal.decided_by)
        reason = {"zh": why.zh, "en": why.en}
        parts = {**proposals.described(proposal), **reason}
        concerned = [proposal.proposed_by, proposal.decided_by]
        key, link = f"{proposal.id}:{run.id}", proposals.link(proposal)
        notices.send(connection, "proposal.failed", concerned, parts, key=key, link=link, at=now)
        details = {"proposal": proposal.id, "version_id": proposal.version_id, **reason}
        journal.record(connection, now, proposal.decided_by, "publication.refused", proposal.procedure, details)


@runs.kind("publication", lazy_gettext("Putting a version into force"), stops=False, unfinished=_back)
def publish(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Put the approved version into force, once."""
    given = services()
    proposal = proposals.get(given.database, str(args["proposal"]))
    if proposal.state == "published":
        return {"proposal": proposal.id}
    if proposal.state != "approved" or proposal.publication_run != progress.id:
        raise RunFailed(proposal.reason if proposal.reason.zh else _CALLED_OFF)
    try:
        for attempt in range(1, ATTEMPTS + 1):
            progress(0, 1)
            try:
                _put(proposal)
                return {"proposal": proposal.id}
            except _Shifted:
                log.info("deployed meanwhile", proposal=proposal.id, attempt=attempt)
        raise ConcurrentUpdate("Others deploy again and again.")
    except Moved:
        raise RunFailed(_CALLED_OFF) from None
    except _Overtaken:
        raise RunFailed(_end(proposal, _overtaken(proposal))) from None
    except Refused as refused:
        raise RunFailed(_refused(refused)) from None
    except AmendmentsLost as lost:
        raise RunFailed(_end(proposal, _lost(lost))) from None


def _put(proposal: Proposal) -> None:
    given = services()
    engine, now = given.engine, given.now()
    version = library.version(proposal.version_id)
    files = library.bodies(version)
    together = gather(engine, proposal.procedure, files)

    def also(connection: sa.Connection, deployed: Sequence[DeployedDefinition]) -> None:
        before = library.in_force(proposal.procedure)
        if (before.id if before else "") != proposal.based_on:
            raise _Overtaken
        if any(one.replaces != together.current.get(one.process_id, "") for one in deployed):
            raise _Shifted
        proposals.move(connection, proposal.id, "published", ended_at=now)
        at = max(now, (before.published_at or 0) + 1 if before else 0)
        library.put_in_force(connection, version, files, at)
        authors.forget_without_draft(connection, proposal.procedure)
        new = [one for one in deployed if one.hash != one.replaces]
        parts = proposals.described(proposal)
        concerned = [*notices.to_officers(connection, now)]
        notices.send(
            connection,
            "proposal.published",
            concerned,
            parts,
            key=proposal.id,
            link=proposals.link(proposal),
            at=now,
        )
        by = overtaking.by_version(engine, version)
        ended = overtaking.end(
            engine, connection, proposal.procedure, by, now, spared=lambda one: one.id == proposal.id
        )
        details = {
            "proposal": proposal.id,
            "version": version.number,
            "version_id": version.id,
            "proposed_by": proposal.proposed_by,
            "processes": {one.process_id: one.version for one in new},
            "together": list(together.companions),
        }
        journal.record(connection, now, proposal.decided_by, "version.published", proposal.procedure, details)
        overtaking.write_down(connection, ended, proposal.procedure, proposal.decided_by, now)
        if proposal.cases == "migrate" and new:
            targets = {one.process_id: one.hash for one in new}
            more = {"targets": targets, "elements": proposal.elements, "version": version.id}
            runs.ask("migration", proposal.procedure, more, proposal.decided_by, connection=connection)

    engine.deploy(together.files, Actor(proposal.decided_by), clauses=clauses.known_here(), also=also)


def _end(proposal: Proposal, by: Name) -> Name:
    """Overtaken by what nobody said while it came into force, as where somebody deployed past the workshop."""
    given = services()
    now = given.now()
    with given.database.begin() as connection:
        try:
            ended = overtaking.end_one(given.engine, connection, proposal, by, now)
            overtaking.write_down(connection, [ended], proposal.procedure, proposal.decided_by, now)
        except Moved:
            return _CALLED_OFF
    return by


_CALLED_OFF = Name("生效已取消，什么都没有改变。", "The publication was called off; nothing was changed.")


def _overtaken(proposal: Proposal) -> Name:
    found = library.in_force(proposal.procedure)
    if found is None:
        return Name("所依据的版本已不再生效。", "The version that it was made upon is not in force any more.")
    return overtaking.by_version(services().engine, found)


def _refused(refused: Refused) -> Name:
    said = {"zh": [], "en": []}  # type: dict[str, list[str]]
    for one in refused.findings[:3]:
        place = one.name or one.element or one.file
        for language in ("zh", "en"):
            sentence = messages.sentence(one, language)
            said[language].append(f"“{place}”: {sentence.message} {sentence.remedy}")
    return Name("检查不再通过：" + "；".join(said["zh"]), "The checks do not pass any more: " + "; ".join(said["en"]))


def _lost(lost: AmendmentsLost) -> Name:
    marks = ", ".join(lost.details["marks"])
    return Name(
        f"文件缺少流程运行期间裁定增加的内容：{marks}。请在草稿中补上后重新提请复核。",
        f"The files lack what was decided while the procedure ran: {marks}. Add it to the draft and propose again.",
    )
