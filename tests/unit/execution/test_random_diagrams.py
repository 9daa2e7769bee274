"""Random diagrams and random paths through them, against what their structure says; as Zeebe's randomized tests do.

Each diagram is written as a file and deployed. Every path ends as predicted, the case reloaded after each step is the
same case, and its commands alone give the same bytes again. TIAOKUAI_DIAGRAMS says how many (see CONTRIBUTING.md).
"""

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeAlias

from event_positions import positions
from instance_driver import NOON
from random_models import random_model
from random_runs import on_random_diagrams
from structural_oracle import Oracle, Place

from engine.execution import Instance, Program, apply, compile
from engine.execution import commands as c
from engine.execution.codec import encode_events
from engine.execution.open_work import OpenSubscription as Subscription

STEPS = 60

Waiting: TypeAlias = tuple[Place, Any]
"""What is open at a place: a task, a subscription or a timer."""


@on_random_diagrams(200)
def test_random_diagrams_do_what_their_structure_says(source: random.Random) -> None:
    tree, definition = random_model(source)
    program = compile(definition)
    instance, oracle = Instance.create(program), Oracle(tree)
    journal: list[c.Command] = [c.StartInstance(id="0", at=NOON, actor="kim")]
    events = apply(instance, journal[0])
    said, snapshots = [encode_events(events)], [instance.snapshot()]
    while not oracle.done and len(journal) < STEPS:
        tasks, waits = _open(instance)
        assert Counter(place for place, _ in tasks) == Counter(one.place for one in oracle.tasks)
        assert sorted(place for place, _ in waits) == sorted(one.place for one in oracle.events)
        instance = Instance.restore(program, snapshots[-1])
        assert instance.snapshot() == snapshots[-1]
        place, command = _next(source, tasks, waits, len(journal))
        journal.append(command)
        now = apply(instance, command)
        said.append(encode_events(now))
        snapshots.append(instance.snapshot())
        events += now
        assert positions(events) == instance.active()
        if isinstance(command, c.CompleteTask):
            oracle.complete(place, command.variables.get(f"x_{place[0]}"))
        elif isinstance(command, c.DeliverSignal):
            oracle.broadcast(place[0])
        else:
            oracle.happen(place)
    if oracle.done:
        assert instance.outcome == "completed"
        assert not instance.tokens
        assert not instance.open.waits()
    _replay(program, journal, said, snapshots, source.randrange(len(journal)))


def _next(source: random.Random, tasks: list[Waiting], waits: list[Waiting], number: int) -> tuple[Place, c.Command]:
    """The next task to complete, or the next message, signal or timer that comes."""
    fields: dict[str, Any] = {"id": str(number), "at": NOON, "actor": "kim"}
    if waits and (not tasks or source.randint(0, 5) == 0):
        place, wait = source.choice(waits)
        if not isinstance(wait, Subscription):
            return place, c.FireTimer(**fields, token=wait.token)
        if wait.kind == "signal":
            return place, c.DeliverSignal(**fields, signal=wait.message, variables={})
        return place, c.DeliverMessage(**fields, token=wait.token, message_id=str(number))
    place, task = source.choice(tasks)
    variables = {"last": number}
    if place[0].startswith("p"):
        variables[f"x_{place[0]}"] = source.choice([1, 1, 2, 2, 3, 4, 5, 6, 7])
    return place, c.CompleteTask(**fields, token=task.token, variables=variables)


def _open(instance: Instance) -> tuple[list[Waiting], list[Waiting]]:
    """Open user tasks, and what may come from outside, by place."""
    waits = [one for one in (*instance.subscriptions(), *instance.timers()) if one.element.startswith("x")]
    return _placed(instance, instance.open_user_tasks()), _placed(instance, waits)


def _placed(instance: Instance, found: Iterable[Any]) -> list[Waiting]:
    placed = [(_place(instance, one.token, one.element), one) for one in found]
    return sorted(placed, key=lambda one: (one[0], one[1].token))


def _place(instance: Instance, token: int, element: str) -> Place:
    visible = instance.variables(token)
    return element, tuple(sorted((name, value) for name, value in visible.items() if name.startswith("i_")))


def _replay(program: Program, journal: list[c.Command], said: list[bytes], snapshots: list[bytes], middle: int) -> None:
    """From the start and from any snapshot, the same commands say the same and end the same."""
    for first, instance in ((0, Instance.create(program)), (middle + 1, Instance.restore(program, snapshots[middle]))):
        for command, expected in zip(journal[first:], said[first:], strict=True):
            assert encode_events(apply(instance, command)) == expected
        assert instance.snapshot() == snapshots[-1]
