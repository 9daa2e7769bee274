"""Making a proposal: the version is fixed and checked, the checks that take long are begun, the others are told."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from engine.diagrams.linting import lint
from engine.errors import Finding, NotFound
from web import clauses
from web.account.people import Visitor
from web.modeler import library, runs
from web.modeler.adoption import is_adopted
from web.modeler.library import Version
from web.modeler.publishing import authors, checks, four_eyes, journal, notices, proposals, together
from web.modeler.publishing.checks import Checked
from web.modeler.publishing.proposals import Cases
from web.services import services


class NotProposed(Exception):
    """The version may not be proposed; `checked` says why, nothing where it is what is in force already."""

    def __init__(self, checked: Checked | None = None) -> None:
        super().__init__("not proposed")
        self.checked = checked


def propose(visitor: Visitor, procedure: str, version_id: str, *, name: str, note: str, cases: Cases) -> str:
    """Propose the version, or a new one kept from the draft where `version_id` is ''; returns the proposal's id.

    Raises NotProposed, and NotFound for no such procedure or version.
    """
    given = services()
    row = library.procedure(procedure)
    wanted = library.version(version_id) if version_id else None
    if wanted is not None and wanted.procedure != procedure:
        raise NotFound(f"{procedure} has no version {version_id}.", kind="version", id=version_id)
    found, makers = (library.bodies(wanted), []) if wanted else library.drafted(procedure)
    # What was deployed past the workshop becomes a version of its own.
    kept = None if wanted is None or is_adopted(wanted.id) else wanted
    present = library.present_files(procedure)
    if found == present:
        raise NotProposed
    gathered = together.gather(given.engine, procedure, found)
    checked = checks.check(given.engine, gathered)
    if not checked.passed:
        raise NotProposed(checked)
    remarks = _remarks(library.deployable(found))
    now = given.now()
    with given.database.begin() as connection:
        version = kept or _kept(connection, visitor, procedure, found, name, note, now)
        authors.sign(connection, version.id, makers)
        made_by = library.unreviewed_authors(connection, version)
        tried = {"procedure": procedure, "version": version.id}
        scenarios, impact = (
            runs.ask(kind, procedure, tried, visitor.id, connection=connection) for kind in ("trial", "impact")
        )
        id = proposals.make(
            connection,
            procedure=procedure,
            version_id=version.id,
            based_on=row.in_force.id if row.in_force else "",
            note=note,
            cases=cases,
            findings=remarks,
            scenarios_run=scenarios,
            impact_run=impact,
            who=visitor.id,
            authors=four_eyes.persons(visitor) | set(made_by),
            at=now,
        )
        told = {
            "title": row.title.zh,
            "title_en": row.title.en,
            "number": version.number,
            "who": visitor.id,
            "note": note,
        }
        link = f"/workshop/proposals/{id}"
        notices.send(
            connection,
            "proposal.made",
            notices.to_officers(connection, now),
            told,
            key=id,
            link=link,
            at=now,
        )
        details = {"proposal": id, "version": version.number, "version_id": version.id, "note": note, "cases": cases}
        journal.record(connection, now, visitor.id, "version.proposed", procedure, details)
    return id


def _kept(
    connection: sa.Connection,
    visitor: Visitor,
    procedure: str,
    found: Mapping[str, bytes],
    name: str,
    note: str,
    now: int,
) -> Version:
    return library.keep(connection, procedure, found, name=name, note=note, who=visitor.id, at=now)


def _remarks(files: Mapping[str, bytes]) -> Sequence[Finding]:
    """What the rules remark without refusing."""
    found = lint(files, clauses=clauses.known_here())
    return [one for one in found if one.severity != "error"]
