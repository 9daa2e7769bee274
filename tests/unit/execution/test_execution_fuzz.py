"""Random models against the structural oracle; TIAOKUAI_FUZZ_MODELS raises their number."""

import os
import random
from collections import Counter

import pytest
from event_positions import positions
from instance_driver import NOON
from random_models import Oracle, Place, random_model

from engine.execution import Instance, Program, apply, compile
from engine.execution import commands as c
from engine.execution.codec import encode_events

MODELS = int(os.environ.get("TIAOKUAI_FUZZ_MODELS", "200"))
STEPS = 60
CHUNK = 10


@pytest.mark.parametrize("first", range(0, MODELS, CHUNK))
def test_random_models_do_what_their_structure_says(first: int) -> None:
    for seed in range(first, min(first + CHUNK, MODELS)):
        try:
            _run(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise


def _run(seed: int) -> None:
    source, tree, definition = random_model(seed)
    program = compile(definition)
    instance, oracle = Instance.create(program), Oracle(tree)
    journal: list[c.Command] = [c.StartInstance(id="0", at=NOON, actor="kim")]
    events = apply(instance, journal[0])
    said, snapshots = [encode_events(events)], [instance.snapshot()]
    while not oracle.done and len(journal) < STEPS:
        tasks, waits = _open(instance)
        assert Counter(dict.fromkeys(tasks, 1)) == Counter(one.place for one in oracle.tasks)
        assert len(tasks) == len(instance.open_user_tasks())
        assert sorted(waits) == sorted(one.place for one in oracle.events)
        number = len(journal)
        if source.random() < 0.3:
            instance = Instance.restore(program, snapshots[-1])
        if waits and source.random() < 0.15:
            place, answer = source.choice(sorted(waits)), None
            journal.append(
                c.DeliverMessage(id=str(number), at=NOON, actor="system", token=waits[place], message_id=str(number))
            )
        else:
            place = source.choice(sorted(tasks))
            answer = _answer(source) if place[0].startswith("p") else None
            variables = {"last": number} | ({} if answer is None else {f"x_{place[0]}": answer})
            journal.append(
                c.CompleteTask(id=str(number), at=NOON, actor="kim", token=tasks[place], variables=variables)
            )
        now = apply(instance, journal[-1])
        said.append(encode_events(now))
        snapshots.append(instance.snapshot())
        events += now
        assert positions(events) == instance.active()
        if isinstance(journal[-1], c.CompleteTask):
            oracle.complete(place, answer)
        else:
            oracle.happen(place)
    if oracle.done:
        assert instance.outcome == "completed"
        assert not instance.tokens
        assert not instance.open.waits()
    _replay(program, journal, said, snapshots, source.randrange(len(journal)))


def _open(instance: Instance) -> tuple[dict[Place, int], dict[Place, int]]:
    """The tokens of open user tasks and of messages that may interrupt, by place."""
    tasks = {_place(instance, task.token, task.element): task.token for task in instance.open_user_tasks()}
    waits = {
        _place(instance, wait.token, wait.element): wait.token
        for wait in instance.subscriptions()
        if wait.element.startswith("x")
    }
    return tasks, waits


def _answer(source: random.Random) -> int:
    return source.randint(1, 7) if source.random() < 0.5 else 2


def _place(instance: Instance, token: int, element: str) -> Place:
    visible = instance.variables(token)
    return element, tuple(sorted((name, value) for name, value in visible.items() if name.startswith("i_")))


def _replay(program: Program, journal: list[c.Command], said: list[bytes], snapshots: list[bytes], middle: int) -> None:
    """From the start and from any snapshot, the same commands say the same and end the same."""
    for first, instance in ((0, Instance.create(program)), (middle + 1, Instance.restore(program, snapshots[middle]))):
        for command, expected in zip(journal[first:], said[first:], strict=True):
            assert encode_events(apply(instance, command)) == expected
        assert instance.snapshot() == snapshots[-1]
