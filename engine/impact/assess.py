"""Tries a version of a process, deployed or not, on every live case; nothing is written and no handler is called."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from engine.diagrams import feel
from engine.diagrams.definition import Definition
from engine.diagrams.matching import ElementMatch, match_all
from engine.errors import Obstacle
from engine.execution.commands import MigrateInstance
from engine.execution.dispatch import apply
from engine.execution.instance import Instance
from engine.execution.migration import obstacles
from engine.execution.program import Program
from engine.execution.program import compile as compile_program
from engine.impact.drawing import Drawing, Renaming
from engine.impact.trial import Trial, Version
from engine.impact.values import CaseImpact, Impact, Reason, Text, Verdict
from engine.runtime.definitions import DefinitionCache
from engine.runtime.migrating import Progress
from engine.store import records
from engine.store.chain import JournalBody, decode_body
from engine.store.database import reading
from engine.store.tables import instance as instances
from engine.store.tables import journal

_BATCH = 100
"""Cases whose journals are read together."""


def assess(
    database: Engine,
    process_id: str,
    target: Definition,
    now: int,
    *,
    elements: Mapping[str, str] | None = None,
    moved_by: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Impact:
    """What `target` would mean for the live cases of a process that run by another version, or for `only` some of them.

    `elements` maps elements as a migration plan does and goes before what is suggested ('': none is it any more).
    `moved_by` is a dry run of the migration with just that mapping. `now` is in milliseconds since 1970. `target` need
    not be deployed. Raises `JournalBroken` and `FeelUnavailable`.
    """
    analysis = _Analysis(database, target, elements or {}, moved_by, now)
    table = instances.c
    query = select(instances).where(table.process_id == process_id, table.status == "active")
    with reading(database) as connection:
        rows = connection.execute(
            query.where(table.definition_hash != target.hash).order_by(table.started_at, table.id)
        )
        live = [row for row in rows.all() if only is None or row.id in only]
    found: list[CaseImpact] = []
    for start in range(0, len(live), _BATCH):
        batch = live[start : start + _BATCH]
        with reading(database) as connection:
            journals = _journals(connection, [row.id for row in batch])
        for row in batch:
            # Both versions mostly ask the same of the same data.
            with feel.remembering():
                found.append(analysis.case(row, journals.get(row.id, [])))
            if progress is not None and progress(len(found), len(live)) is False:
                return Impact(process_id, target.hash, tuple(found), complete=False)
    return Impact(process_id, target.hash, tuple(found))


def _journals(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    query = select(journal).where(journal.c.instance_id.in_(ids)).order_by(journal.c.instance_id, journal.c.seq)
    rows = connection.execute(query).all()
    return {id: list(found) for id, found in groupby(rows, key=lambda row: row.instance_id)}


@dataclass(frozen=True, slots=True)
class _Source:
    """One version by which cases ran, against the target: `suggested` are the matches that differ in their id."""

    definition: Definition
    program: Program
    version: Version
    suggested: Mapping[str, ElementMatch]
    elements: Mapping[str, str]


class _Analysis:
    """What all cases share: the target and the versions that they run by, each compiled once."""

    def __init__(
        self,
        database: Engine,
        target: Definition,
        elements: Mapping[str, str],
        moved_by: Mapping[str, str] | None,
        now: int,
    ) -> None:
        self._definitions = DefinitionCache(database)
        self._target = target
        self._program = compile_program(target)
        self._drawing = Drawing(target)
        self._elements = elements
        self._moved_by = moved_by
        self._now = now
        self._sources: dict[tuple[str, ...], _Source] = {}

    def case(self, row: Row[Any], rows: Sequence[Row[Any]]) -> CaseImpact:
        """Try one case."""
        bodies = [(one.seq, decode_body(one.body)) for one in rows]
        source = self._source(records.definition_before(rows, row.definition_hash))
        last = self._source(row.definition_hash)
        trial = Trial(self._program, self._drawing, self._added(last))
        real = Instance.create(source.program)
        sources = self._along(source, bodies)
        for (seq, body), by in zip(bodies, sources, strict=True):
            apply(real, body.command, lambda other: self._source(other).program)
            trial.step(seq, body.command, body.events, by.version)
        trial.end(real, last.version, self._now)
        found = obstacles(real, self._program, last.elements, self._now)
        mapping = self._mapping(real, last)
        refusals = [self._refusal(one, last) for one in found]
        reasons = [*trial.reasons, *self._mapped(mapping, last), *refusals]
        return CaseImpact(
            instance_id=row.id,
            case_number=row.case_number,
            title=row.title,
            version=row.version,
            verdict=_verdict(reasons, found),
            reasons=tuple(reasons),
            stands=tuple(dict.fromkeys(element for _, element, _ in trial.shadow.active())),
            mapping=tuple(mapping),
            stood_at=tuple(real.innermost()),
            would_stand_at=tuple(trial.shadow.innermost()),
            moves=self._moves(real, last, found),
        )

    def _moves(self, real: Instance, source: _Source, found: Sequence[Obstacle]) -> bool | None:
        if self._moved_by is None:
            return None
        same = self._moved_by == source.elements
        return not (found if same else obstacles(real, self._program, self._moved_by, self._now))

    def _source(self, definition_hash: str) -> _Source:
        key = (definition_hash,)
        if key not in self._sources:
            deployed = self._definitions.get(definition_hash)
            suggested = {one.key: one for one in match_all(deployed.definition, self._target) if one.renames}
            elements = {**{old: one.new for old, one in suggested.items()}, **self._elements}
            drawing = Drawing(deployed.definition)
            version = Version(drawing, Renaming(drawing, self._drawing, elements))
            self._sources[key] = _Source(deployed.definition, deployed.program, version, suggested, elements)
        return self._sources[key]

    def _along(self, first: _Source, bodies: Sequence[tuple[int, JournalBody]]) -> Iterator[_Source]:
        """The version that executed each row."""
        by = first
        for _, body in bodies:
            if isinstance(body.command, MigrateInstance):
                by = self._source(body.command.definition)
            yield by

    def _added(self, source: _Source) -> frozenset[tuple[str, str]]:
        return frozenset(self._drawing.nodes) - source.version.rename.images()

    def _mapping(self, real: Instance, source: _Source) -> list[ElementMatch]:
        """What the elements under way become that nobody has mapped yet."""
        active = dict.fromkeys(f"{process}:{one}" if process else one for _, one, process in real.active())
        return [source.suggested[one] for one in active if one in source.suggested and one not in self._elements]

    def _mapped(self, mapping: Sequence[ElementMatch], source: _Source) -> Iterator[Reason]:
        for one in mapping:
            name, new = source.version.drawing.name((one.process, one.old)), self._drawing.name((one.process, one.new))
            quoted = Text(f"“{new.zh}”", f"“{new.en or new.zh}”")
            yield Reason("mapping", one.old, one.process, name, 0, self._now, now=quoted)

    def _refusal(self, obstacle: Obstacle, source: _Source) -> Reason:
        place = (obstacle.process, obstacle.element)
        drawing = source.version.drawing if place in source.version.drawing.nodes else self._drawing
        details = dict(obstacle.details)
        return Reason(
            obstacle.code, obstacle.element, obstacle.process, drawing.name(place), 0, self._now, details=details
        )


def _verdict(reasons: Sequence[Reason], found: Sequence[Obstacle]) -> Verdict:
    codes = {one.code for one in reasons}
    if found or "incident" in codes:
        return "stuck"
    if codes - {"mapping"}:
        return "differs"
    return "needs_mapping" if codes else "goes_on"
