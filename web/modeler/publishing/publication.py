"""Putting an approved version into force: everything in one transaction, or nothing and a reason that people are told.

The version in force must still be the one that the proposal was made upon, and the procedures that come along must be as
they were when they were read; both are looked at in the deployment's own transaction, which lets one through at a time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
import structlog
from flask_babel import lazy_gettext

from engine.diagrams import messages
from engine.errors import AmendmentsLost, ConcurrentUpdate, Refused
from engine.runtime.permissions import Actor
from engine.runtime.views import DeployedDefinition
from web import clauses
from web.account.people import person_names
from web.language import Name
from web.modeler import library, runs
from web.modeler.publishing import authors, deciding, journal, notices, proposals
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


@runs.kind("publication", lazy_gettext("Putting a version into force"), stops=False)
def publish(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Put the approved version into force, once."""
    given = services()
    proposal = proposals.get(given.database, str(args["proposal"]))
    if proposal.state == "published":
        return {"proposal": proposal.id}
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
        return _failed(proposal, _overtaken(proposal))
    except Refused as refused:
        return _failed(proposal, _refused(refused))
    except AmendmentsLost as lost:
        return _failed(proposal, _lost(lost))


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
        parts = deciding.described(proposal)
        concerned = [*notices.to_officers(connection, now)]
        notices.send(
            connection,
            "proposal.published",
            concerned,
            parts,
            key=proposal.id,
            link=deciding.link(proposal),
            at=now,
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
        if proposal.cases == "migrate" and new:
            targets = {one.process_id: one.hash for one in new}
            more = {"targets": targets, "elements": {}, "version": version.id}
            runs.ask("migration", proposal.procedure, more, proposal.decided_by, connection=connection)

    engine.deploy(together.files, Actor(proposal.decided_by), clauses=clauses.known_here(), also=also)


def _failed(proposal: Proposal, why: Name) -> Mapping[str, Any]:
    given = services()
    now = given.now()
    reason = {"zh": why.zh, "en": why.en}
    with given.database.begin() as connection:
        encoded = msgspec.json.encode(reason).decode()
        try:
            proposals.move(connection, proposal.id, "failed", ended_at=now, reason=encoded)
        except Moved:
            raise RunFailed(_CALLED_OFF) from None
        parts = {**deciding.described(proposal), **reason}
        concerned = [proposal.proposed_by, proposal.decided_by]
        notices.send(
            connection, "proposal.failed", concerned, parts, key=proposal.id, link=deciding.link(proposal), at=now
        )
        details = {"proposal": proposal.id, "version_id": proposal.version_id, **reason}
        journal.record(connection, now, proposal.decided_by, "publication.refused", proposal.procedure, details)
    raise RunFailed(why)


_CALLED_OFF = Name("发布已取消，什么都没有改变。", "The publication was called off; nothing was changed.")


def _overtaken(proposal: Proposal) -> Name:
    found = library.in_force(proposal.procedure)
    number = found.number if found else 0
    who = person_names(services().database, [found.made_by]).get(found.made_by) if found else None
    return Name(
        f"提出之后，第 {number} 版已经生效（制作人：{who or '系统'}）。请与它比较后重新提出。",
        f"Version {number} (made by {(who.en or who.zh) if who else 'the system'}) came into force after this was proposed."
        " Compare with it and propose again.",
    )


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
        f"文件缺少流程运行期间裁定增加的内容：{marks}。请在草稿中补上后重新提出。",
        f"The files lack what was decided while the procedure ran: {marks}. Add it to the draft and propose again.",
    )
