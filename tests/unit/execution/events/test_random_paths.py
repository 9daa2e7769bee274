"""Whatever happens next, at random: nothing breaks, and journal, snapshot and state always agree."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from diagram_files import DIAGRAMS, definitions
from faithful import faithful
from instance_driver import Case

from engine.diagrams.definition import Definition
from engine.execution import commands as c

WALKS = 12
STEPS = 25
NAMES = sorted(path.stem for path in (DIAGRAMS / "events").glob("*.bpmn") if path.stem != "signal_feeds_itself")


@pytest.mark.parametrize("name", NAMES)
def test_random_paths_through_a_diagram_stay_faithful(name: str) -> None:
    definition = definitions(f"events/{name}")["p"]
    for seed in range(WALKS):
        source = random.Random(f"{name}{seed}")
        case = Case(definition, _variables(source) | {"key": "k", "streets": ["a", "b"]}, _start(definition, source))
        for _ in range(STEPS):
            moves = _moves(case, source)
            if not moves:
                break
            source.choice(moves)()
        assert case.instance.ended or case.instance.open.waits()
        faithful(case)


def _start(definition: Definition, source: random.Random) -> str:
    starts = [node.id for node in definition.process.scope.nodes.values() if type(node).__name__ == "StartEvent"]
    return source.choice(starts)


def _variables(source: random.Random) -> dict[str, Any]:
    return {
        "amount": source.choice([1, 10, 500, 5000]),
        "flagged": source.random() < 0.5,
        "ok": source.random() < 0.5,
        "ready": source.random() < 0.5,
        "way": source.randint(1, 2),
    }


def _moves(case: Case, source: random.Random) -> list[Callable[[], Any]]:
    """Every command that the instance may get now."""
    instance = case.instance
    if instance.ended:
        return []
    values = _variables(source)
    moves: list[Callable[[], Any]] = [
        partial(case.do, c.CompleteTask, token=task.token, variables=values) for task in instance.open_user_tasks()
    ]
    for job in instance.jobs():
        if job.retries:
            moves += [
                partial(case.do, c.CompleteJob, token=job.token, variables=values),
                partial(case.do, c.ThrowError, token=job.token, error=source.choice(["BAD", "OTHER", "NEW"])),
            ]
    moves += [partial(case.do, c.FireTimer, token=timer.token) for timer in instance.timers()]
    for one in instance.subscriptions():
        if one.kind == "signal":
            moves.append(partial(case.do, c.DeliverSignal, signal=one.message, variables=values))
        else:
            moves.append(partial(case.do, c.DeliverMessage, token=one.token, message_id="m", variables=values))
    moves += [partial(case.do, c.ResolveIncident, token=one.token, variables=values) for one in instance.incidents()]
    return moves
