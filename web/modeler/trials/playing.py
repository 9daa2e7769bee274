"""The run that plays the scenarios of a draft or a version."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask_babel import lazy_gettext

from engine.errors import EngineError, NotFound, Refused
from web import clauses
from web.language import Name
from web.modeler import runs
from web.modeler.trials import casting, kept, showing, words
from web.scenarios import ScenarioInvalid, parse
from web.scenarios.players import play_all
from web.scenarios.telling import place
from web.scenarios.template import template
from web.scenarios.wire import Order, Played, Setting
from web.services import Services

KIND = "trial"

_OF_ALL = frozenset({"time", "memory", "died", "broken"})
"""Faults of a whole scenario, of which nobody knows the step."""


@runs.kind(KIND, lazy_gettext("Scenarios played"), showing.shown)
def play(args: Mapping[str, Any], progress: runs.Progress) -> dict[str, Any]:
    """`args`: `procedure`, and `version` (an id, '' for the draft). See `results.Trial` for what it gives.

    Nothing of it reaches the district's cases: what is in force is copied, and processes of their own play.
    """
    given = progress.services
    progress(0, 0)
    try:
        found = casting.cast(given.engine, args["procedure"], args["version"])
    except NotFound as error:
        raise runs.RunFailed(Name("这个版本已经不在了。", "This version is not there any more.")) from error
    people = casting.people(given.engine, given.settings)
    try:
        content = template(
            found.files,
            clauses.known_here(),
            lambda connection: kept.copied(given.engine, connection),
        )
    except Refused as refused:
        return {"findings": msgspec.to_builtins(refused.findings)}
    except EngineError as error:
        raise runs.RunFailed(
            Name(f"这些文件无法一起投入试运行：{error}", f"These files cannot be tried together: {error}")
        ) from error
    current = _prepare(given, progress.id, content)
    processes = {row.process_id: Name(row.name, row.name_en) for row in given.engine.definitions() if row.name}
    actors = {one.id: Name(one.name, one.name_en) for one in people.people}
    played: list[dict[str, Any]] = []
    total = len(found.orders)
    progress(0, total)
    orders = {order.name: order for order in found.orders}
    playing = play_all(Setting(content, people), found.orders, lambda: progress(len(played), total))
    for one in playing:
        with given.database.begin() as connection:
            kept.keep(connection, progress.id, one.name, one.cases)
        played.append(_result(one, orders[one.name], actors, processes))
        progress(len(played), total)
    with given.database.begin() as connection:
        kept.let_go(connection, args["procedure"])
    return {
        "played": sorted(played, key=lambda one: str(one["name"])),
        "processes": {process: current[process] for process in found.processes if process in current},
    }


def _prepare(given: Services, run: str, content: bytes) -> dict[str, str]:
    """Keep what is played; the hashes of the definitions by process."""
    found, current = kept.of_template(content)
    with given.database.begin() as connection:
        kept.begin(connection, run, kept.undeployed(connection, found))
    return current


def _result(played: Played, order: Order, people: Mapping[str, Name], processes: Mapping[str, Name]) -> dict[str, Any]:
    # A variable may be called like a process, so that these are named where a process is meant only.
    ids = {one: people[one] for one in words.mentioned(played.details) if one in people}
    ids |= {one: processes[one] for one in [played.details.get("process", "")] if one in processes}
    result: dict[str, Any] = {
        "name": played.name,
        "title": {"zh": order.name, "en": ""},
        "process": "",
        "place": {},
        "code": played.code,
        "details": played.details,
        "names": msgspec.to_builtins(ids),
        "trace": played.trace,
    }
    try:
        scenario = parse(order.data, order.name)
    except ScenarioInvalid:
        return result
    result |= {"title": {"zh": scenario.name, "en": scenario.name_en}, "process": scenario.process}
    if played.code and played.code not in _OF_ALL:
        result["place"] = {
            "zh": place(scenario, played.step, "zh", {**processes, **people}),
            "en": place(scenario, played.step, "en", {**processes, **people}),
        }
    return result
