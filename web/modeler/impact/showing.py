"""What the page of an impact run, a dry run or a migration shows: counts, reasons, cases, and where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import request
from flask_babel import gettext, ngettext

from web.diagrams import Vocabulary, vocabulary
from web.language import Name
from web.modeler.impact import mapping, results
from web.modeler.impact.reasons import Kept, group_sentence, sentence
from web.modeler.impact.results import CaseFinding
from web.modeler.publishing import proposals
from web.modeler.runs import Run
from web.pages import row_number, visitor
from web.permissions import cases_open_to, may_draw
from web.services import services


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one reason; `sentence` says it without what differs between them."""

    key: str
    sentence: str
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case; `seen` says whether the reader may open it, else only its number and place are shown."""

    finding: CaseFinding
    seen: bool
    sentences: Sequence[str]
    places: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One diagram with how many cases stand where."""

    process: str
    side: str
    name: str
    marks: Sequence[Mapping[str, str]]


def shows(run: Run) -> Mapping[str, Any]:
    """For the template of an impact run."""
    side = "now" if request.args.get("side") == "now" else "after"
    return {
        "groups": _groups(run),
        **cases(run),
        "places": _places(run, side),
        "side": side,
        "sheets": _sheets(run, side),
        "draws": may_draw(visitor()),
        "plans": mapping.found_by(run),
        "elements": run.args.get("elements") or {},
        "proposal": proposals.of_impact(services().database, run.id),
    }


def cases(run: Run) -> dict[str, Any]:
    """The page of cases that is asked for."""
    chosen = {key: request.args.get(key, "") for key in ("verdict", "group", "q")}
    found, after = results.read(
        run.id,
        verdict=chosen["verdict"],
        group=chosen["group"],
        text=chosen["q"].strip(),
        after=request.args.get("after", 0, type=row_number),
    )
    seen, names = cases_open_to(visitor(), [one.instance_id for one in found]), _names(run)
    words = _vocabularies(run, found)
    lines = [
        CaseLine(
            one,
            one.instance_id in seen,
            [sentence(reason) if one.instance_id in seen else group_sentence(reason) for reason in one.reasons],
            _called(one, names, words),
        )
        for one in found
    ]
    counted = any((run.result.get("summary") or run.result.get("outcomes") or {}).values())
    return {"lines": lines, "after": after, "chosen": chosen, "let_go": counted and not results.kept(run.id)}


def _groups(run: Run) -> list[Group]:
    found = []
    for one in run.result.get("groups", []):
        kept = msgspec.convert(one["reason"], Kept)
        counts = dict(one["counts"])
        found.append(Group(one["key"], group_sentence(kept), counts, sum(counts.values())))
    return found


def _places(run: Run, side: str) -> list[tuple[str, Mapping[str, int], int]]:
    return [
        (Name(one["zh"], one["en"]).said, one["counts"], sum(one["counts"].values()))
        for one in run.result.get(side, [])
    ]


def _names(run: Run) -> dict[tuple[str, str], str]:
    return {(one["process"], one["element"]): Name(one["zh"], one["en"]).said for one in run.result.get("now", [])}


def _vocabularies(run: Run, found: Sequence[CaseFinding]) -> dict[tuple[str, int], list[Vocabulary]]:
    """The words of the versions by which the cases of a migration run, before and after, by process and version before."""
    engine, targets = services().engine, dict(run.args.get("targets") or {})
    wanted = {(one.process_id, one.version) for one in found if one.process_id in targets}
    rows = engine.definitions(only_current=False) if wanted else []
    before = {(row.process_id, row.version): row.hash for row in rows}
    return {
        one: [vocabulary(engine.definition(hash)) for hash in (targets[one[0]], before.get(one)) if hash]
        for one in wanted
    }


def _called(
    one: CaseFinding, names: Mapping[tuple[str, str], str], words: Mapping[tuple[str, int], Sequence[Vocabulary]]
) -> list[str]:
    """Where the case stands, in words; events that only wait at its edge are left out."""
    known = words.get((one.process_id, one.version), ())
    said: dict[str, bool] = {}
    for place in one.places:
        own = next((each for each in known if each.node(*place) is not None), None)
        name = names.get(place, place[1]) if own is None else own.element_name(*place).said
        said[name] = said.get(name, False) or own is None or own.is_position(*place)
    return [name for name, stands in said.items() if stands] or list(said)


def _sheets(run: Run, side: str) -> list[Sheet]:
    """The diagrams on which cases stand, those with most cases first."""
    marks: dict[str, list[Mapping[str, str]]] = {}
    for one in run.result.get(side, []):
        total, stuck = sum(one["counts"].values()), one["counts"].get("stuck", 0)
        label = ngettext("%(num)d case", "%(num)d cases", total)
        if stuck:
            label = gettext("%(cases)s, %(stuck)d stuck", cases=label, stuck=stuck)
        marker, tone = ("incident-at", "here-incident") if stuck else ("at", "")
        mark = {"element": one["element"], "marker": marker, "label": label, "tone": tone}
        marks.setdefault(one["process"], []).append(mark)
    titles = {row.process_id: Name(row.name, row.name_en) for row in services().engine.definitions()}
    return [Sheet(id, side, titles[id].said if id in titles else id, found) for id, found in marks.items()]
