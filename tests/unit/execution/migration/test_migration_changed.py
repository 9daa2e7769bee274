"""Random cases go to and fro between a random diagram and a changed one: refused with nothing changed, or sound after it."""

import random

from changed_models import changed
from event_positions import positions
from instance_driver import NOON
from random_models import random_model
from random_runs import on_random_diagrams
from random_steps import next_command

from engine.errors import MigrationRefused
from engine.execution import Instance, apply, compile
from engine.execution import commands as c
from engine.execution.codec import encode_events
from engine.execution.events import AnyEvent


@on_random_diagrams(60)
def test_a_changed_version_refuses_a_case_or_goes_on_with_it(source: random.Random) -> None:
    _, one = random_model(source)
    other, elements = changed(source, one, source.randint(1, 5))
    programs = {version.hash: compile(version) for version in (one, other)}
    back = {new: old for old, new in elements.items()}
    instance = Instance.create(programs[one.hash])
    journal: list[c.Command] = [c.StartInstance(id="0", at=NOON, actor="kim")]
    said: list[list[AnyEvent]] = [apply(instance, journal[0])]
    for number in range(1, 25):
        if source.randint(0, 4) == 0:
            forth = instance.program.hash == one.hash
            command: c.Command | None = c.MigrateInstance(
                id=str(number),
                at=NOON + number * 1000,
                actor="kim",
                before=instance.program.hash,
                definition=other.hash if forth else one.hash,
                version=1,
                elements=elements if forth else back,
            )
        else:
            command = next_command(source, instance, number)
        if instance.ended or command is None:
            break
        before = instance.snapshot()
        try:
            events = apply(instance, command, programs.__getitem__)
        except MigrationRefused:
            assert instance.snapshot() == before
            continue
        journal.append(command)
        said.append(events)
        restored = Instance.restore(instance.program, instance.snapshot())
        assert restored.snapshot() == instance.snapshot()
        assert positions(event for events in said for event in events) == instance.active()
        instance = source.choice([instance, restored])
    again = Instance.create(programs[one.hash])
    for command, events in zip(journal, said, strict=True):
        assert encode_events(apply(again, command, programs.__getitem__)) == encode_events(events)
    assert again.snapshot() == instance.snapshot()
