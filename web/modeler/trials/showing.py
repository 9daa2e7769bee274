"""What the page of a trial shows: how each scenario went, and what all of them pass of the procedure's diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from engine.diagrams.definition import Definition
from engine.diagrams.model import Process
from engine.diagrams.traversal import scopes
from engine.errors import Finding, NotFound
from web.diagrams import Vocabulary, vocabulary
from web.language import Name
from web.modeler.findings import Said, said
from web.modeler.runs.run import Run
from web.modeler.trials import kept
from web.modeler.trials.words import faulted
from web.scenarios.coverage import Coverage, coverage, together
from web.services import services


@dataclass(frozen=True, slots=True)
class Scenario:
    """How one went: `why` is '' where it passed, `place` the failing step in words ('' where nobody knows it)."""

    number: int
    name: str
    procedure: str
    file: str
    title: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Element:
    """A node or flow of a diagram, and the numbers of the scenarios that pass it."""

    id: str
    name: str
    flow: bool
    passed_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One diagram of the procedure with what is passed of it."""

    process: str
    name: str
    address: str
    counts: Coverage
    elements: tuple[Element, ...]

    @property
    def missed(self) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if not one.passed_by)

    @property
    def marks(self) -> dict[str, Any]:
        """What the browser paints."""
        return {one.id: one.passed_by for one in self.elements}


def shown(run: Run) -> Mapping[str, Any]:
    """What `modeler/runs/trial.html` and `modeler/trials/summary.html` take beside `run`."""
    if "findings" in run.result:
        return {"findings": findings_of(run), "scenarios": (), "sheets": (), "kept": False}
    scenarios = tuple(scenario(number, one) for number, one in enumerate(run.result["played"], 1))
    try:
        scenery = kept.scenery(services().engine, run.id)
    except NotFound:
        return {"findings": (), "scenarios": scenarios, "sheets": (), "kept": False}
    sheets = tuple(
        _sheet(run, process, scenery.definition(hash)) for process, hash in sorted(run.result["processes"].items())
    )
    return {"findings": (), "scenarios": scenarios, "sheets": sheets, "kept": True}


def findings_of(run: Run) -> list[Said]:
    """Why the files cannot be deployed, in the reader's language; a handler that is not there is one of the reasons."""
    return said([Finding(**one) for one in run.result["findings"]])


def scenario(number: int, one: Mapping[str, Any]) -> Scenario:
    """One scenario of a trial's result."""
    procedure, _, file = one["name"].partition("/")
    why = faulted(one)
    return Scenario(
        number,
        one["name"],
        procedure,
        file,
        Name(**one["title"]).said,
        Name(**one["place"]).said if one["place"] else "",
        why,
    )


def _sheet(run: Run, process_id: str, definition: Definition) -> Sheet:
    process, words = definition.process, vocabulary(definition)
    passed: dict[str, list[int]] = {}
    for number, one in enumerate(run.result["played"], 1):
        for element in one["trace"].get(process_id, ()):
            passed.setdefault(element, []).append(number)
    counts = coverage(process, together(one["trace"] for one in run.result["played"]))
    return Sheet(
        process_id,
        words.process_name().said,
        url_for("modeler.trials.diagram", id=run.id, hash=definition.hash, process=process_id),
        counts,
        tuple(Element(id, name, flow, tuple(passed.get(id, ()))) for id, name, flow in _elements(process, words)),
    )


def _elements(process: Process, words: Vocabulary) -> list[tuple[str, str, bool]]:
    """Every node, then every flow, with a name that a reader finds on the diagram."""
    all_scopes = [scope for _, scope in scopes(process)]
    found = [(id, words.element_name("", id).said, False) for scope in all_scopes for id in scope.nodes]
    for scope in all_scopes:
        for id, flow in scope.flows.items():
            way = gettext(
                "from %(source)s to %(target)s",
                source=words.element_name("", flow.source).said,
                target=words.element_name("", flow.target).said,
            )
            own = Name(flow.name, flow.name_en).said
            found.append((id, f"{own} ({way})" if own else way, True))
    return found
