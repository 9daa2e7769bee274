"""The mapping of a migration for people to confirm or correct: what no element of the same id stands for any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from engine.diagrams.definition import Definition
from engine.diagrams.matching import ElementMatch, kind
from engine.diagrams.model import FlowNode
from engine.diagrams.traversal import nodes
from engine.store.database import reading
from engine.store.tables import instance
from web.language import Name
from web.modeler import library
from web.modeler.impact.moving import versions_running
from web.modeler.publishing.together import gather
from web.services import services

FIELD = "map"


@dataclass(frozen=True, slots=True)
class Choice:
    """One old element: `field` of the form, what is suggested, and the elements of its kind that it can become."""

    field: str
    name: Name
    process: str
    suggested: str
    confidence: float
    options: Sequence[tuple[str, Name]]


@dataclass(frozen=True, slots=True)
class Moving:
    """One process with cases on other versions than `target` (the hash of the one in force, number `version`)."""

    process_id: str
    title: Name
    target: str
    version: int
    cases: int
    choices: Sequence[Choice]


def plans(procedure: str) -> list[Moving]:
    """The procedure's processes, and those that use it, as far as cases run by other versions than the one in force."""
    engine = services().engine
    together = gather(engine, procedure, library.present_files(procedure))
    belongs = {process: row.key for row in library.procedures() for process in row.processes}
    found = []
    for row in engine.definitions():
        if belongs.get(row.process_id) not in (procedure, *together.companions):
            continue
        running = versions_running(row.process_id, row.hash)
        if running:
            title, cases = Name(row.name, row.name_en), _count(row.process_id, row.hash)
            choices = _choices(row.process_id, running, engine.definition(row.hash))
            found.append(Moving(row.process_id, title, row.hash, row.version, cases, choices))
    return found


def chosen(procedure: str, form: Mapping[str, str]) -> dict[str, dict[str, dict[str, str]] | dict[str, str]]:
    """The arguments of a run, from the form of the page."""
    found = plans(procedure)
    elements = {
        one.process_id: {
            choice.field.split(":", 2)[2]: form[choice.field]
            for choice in one.choices
            if form.get(choice.field) in {id for id, _ in choice.options}
        }
        for one in found
    }
    return {"targets": {one.process_id: one.target for one in found}, "elements": elements}


def _choices(process_id: str, running: Sequence[str], target: Definition) -> list[Choice]:
    engine = services().engine
    after = dict(_by_process(target))
    rows: dict[str, Choice] = {}
    for before in running:
        old = dict(_by_process(engine.definition(before)))
        for match in engine.element_matches(before, target):
            if match.new != match.old and match.key not in rows:
                rows[match.key] = _choice(process_id, match, old, after)
    return [one for one in rows.values() if one.options]


def _choice(
    process_id: str,
    match: ElementMatch,
    old: Mapping[str, Mapping[str, FlowNode]],
    after: Mapping[str, Mapping[str, FlowNode]],
) -> Choice:
    node = old[match.process][match.old]
    same = [one for one in after[match.process].values() if kind(one) == kind(node)]
    return Choice(
        field=f"{FIELD}:{process_id}:{match.key}",
        name=Name(node.name or node.id, node.name_en),
        process=match.process,
        suggested=match.new,
        confidence=match.confidence,
        options=[(one.id, Name(one.name or one.id, one.name_en)) for one in same],
    )


def _by_process(whole: Definition) -> Iterator[tuple[str, dict[str, FlowNode]]]:
    pending, seen = [("", whole)], set()
    while pending:
        id, one = pending.pop()
        if id not in seen:
            seen.add(id)
            pending += one.called.items()
            yield id, {node.id: node for node in nodes(one.process)}


def _count(process_id: str, target: str) -> int:
    query = sa.select(sa.func.count()).select_from(instance)
    query = query.where(instance.c.process_id == process_id, instance.c.status == "active")
    with reading(services().database) as connection:
        return connection.scalar(query.where(instance.c.definition_hash != target)) or 0
