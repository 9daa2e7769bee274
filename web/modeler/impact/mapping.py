"""The mapping of a migration for people to confirm or correct: what no element of the same id stands for any more.

The same before a version is published, as a part of its proposal, and afterwards, for cases that were left where they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import sqlalchemy as sa

from engine.diagrams.definition import Definition
from engine.diagrams.matching import ElementMatch, kind
from engine.diagrams.model import FlowNode
from engine.diagrams.traversal import nodes
from engine.store.database import reading
from engine.store.tables import instance
from web.language import Name
from web.modeler import library
from web.modeler.impact.running import SURE, versions_running
from web.modeler.publishing import proposals
from web.modeler.publishing.together import gather
from web.modeler.runs import Run
from web.services import services

FIELD = "map"


Elements: TypeAlias = Mapping[str, Mapping[str, str]]
"""By process what its old elements become, as people chose it; '' where cases that stand there are to stay."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One old element (`key` as a migration names it): what is suggested, and the elements of its kind that it can become."""

    key: str
    name: Name
    process: str
    suggested: str
    confidence: float
    options: Sequence[tuple[str, Name]]

    @property
    def sure(self) -> bool:
        """Whether the suggestion is taken where nobody has confirmed it."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Moving:
    """One process with `cases` on other versions than `target` (a hash), which is deployed or only proposed.

    `version` is the number of the target, 0 where it has none yet.
    """

    process_id: str
    title: Name
    target: str
    version: int
    cases: int
    choices: Sequence[Choice]

    def field(self, choice: Choice) -> str:
        """Its field on a form."""
        return f"{FIELD}:{self.process_id}:{choice.key}"

    def picked(self, choice: Choice, elements: Elements) -> str:
        """What people chose, where they did and it is there still; else what is suggested."""
        chosen = elements.get(self.process_id, {}).get(choice.key)
        offered = {"", *(id for id, _ in choice.options)}
        return chosen if chosen is not None and chosen in offered else choice.suggested


def plans(procedure: str) -> list[Moving]:
    """The procedure's processes, and those that use it, as far as cases run by other versions than the one in force."""
    engine = services().engine
    together = gather(engine, procedure, library.present_files(procedure))
    belongs = {process: row.key for row in library.procedures() for process in row.processes}
    rows = [row for row in engine.definitions() if belongs.get(row.process_id) in (procedure, *together.companions)]
    return moving((engine.definition(row.hash), row.version) for row in rows)


def moving(targets: Iterable[tuple[Definition, int]]) -> list[Moving]:
    """The processes that have cases on another version than the target (with its number), which need not be deployed."""
    found = []
    for target, version in targets:
        process = target.process
        running = versions_running(process.id, target.hash)
        if running:
            title, cases = Name(process.name, process.name_en), count(process.id, target.hash)
            found.append(Moving(process.id, title, target.hash, version, cases, _choices(running, target)))
    return found


def found_by(run: Run) -> list[Moving]:
    """The plans that an impact run found."""
    return msgspec.convert(run.result.get("plan", []), list[Moving])


def chosen(found: Iterable[Moving], form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What the form says of each, by process; what it does not name stays as suggested, what is not offered is none."""
    return {
        one.process_id: {
            choice.key: _offered(choice, form.get(one.field(choice), choice.suggested)) for choice in one.choices
        }
        for one in found
    }


def proposed(procedure: str) -> Elements:
    """The mapping that was approved together with the version in force."""
    found = library.in_force(procedure)
    made = proposals.listed(services().database, procedure=procedure)
    return next((one.elements for one in made if found and one.state == "published" and one.version_id == found.id), {})


def count(process_id: str, target: str) -> int:
    """How many cases run by another version than `target`."""
    query = sa.select(sa.func.count()).select_from(instance)
    query = query.where(instance.c.process_id == process_id, instance.c.status == "active")
    with reading(services().database) as connection:
        return connection.scalar(query.where(instance.c.definition_hash != target)) or 0


def _offered(choice: Choice, picked: str) -> str:
    return picked if picked in {id for id, _ in choice.options} else ""


def _choices(running: Sequence[str], target: Definition) -> list[Choice]:
    engine = services().engine
    after = dict(_by_process(target))
    rows: dict[str, Choice] = {}
    for before in running:
        old = dict(_by_process(engine.definition(before)))
        for match in engine.element_matches(before, target):
            if match.new != match.old and match.key not in rows:
                rows[match.key] = _choice(match, old, after)
    return [one for one in rows.values() if one.options]


def _choice(
    match: ElementMatch, old: Mapping[str, Mapping[str, FlowNode]], after: Mapping[str, Mapping[str, FlowNode]]
) -> Choice:
    node = old[match.process][match.old]
    same = [one for one in after[match.process].values() if kind(one) == kind(node)]
    return Choice(
        key=match.key,
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
