"""Going on by a version that says the same changes nothing that anybody could observe, wherever a case stands."""

import random

import msgspec
import pytest
from event_positions import positions
from instance_driver import NOON
from random_models import random_model
from random_runs import on_random_diagrams
from random_steps import next_command

from engine.diagrams import deployment
from engine.errors import MigrationRefused
from engine.execution import Instance, Program, apply, compile
from engine.execution import commands as c
from engine.execution.codec import encode_events
from engine.execution.events import InstanceMigrated
from engine.execution.migration import obstacles


@on_random_diagrams(100)
def test_an_identical_version_changes_nothing(source: random.Random) -> None:
    _, definition = random_model(source)
    written = deployment.build({"p.bpmn": deployment.files(definition)["p.bpmn"] + b"<!-- again -->"})
    same = next(one for one in written if one.process.id == "p")
    assert same.hash != definition.hash
    one, other = compile(definition), compile(same)
    stays, goes = Instance.create(one), Instance.create(one)
    begin = c.StartInstance(id="0", at=NOON, actor="kim")
    events = [*apply(stays, begin)]
    apply(goes, begin)
    moved = False
    for number in range(1, 25):
        if stays.ended:
            break
        if not moved and source.randint(0, 3) == 0:
            moved = _migrate(goes, other)
            assert _state(goes) == _state(stays)
        command = next_command(source, stays, number)
        if command is None:
            break
        now = apply(stays, command)
        assert encode_events(apply(goes, command)) == encode_events(now)
        assert _state(goes) == _state(stays)
        events += now
        assert positions(events) == goes.active()
        program = other if moved else one
        goes = Instance.restore(program, goes.snapshot())


def _migrate(instance: Instance, target: Program) -> bool:
    command = c.MigrateInstance(
        id="m", at=NOON + 5000, actor="kim", before=instance.program.hash, definition=target.hash, version=2
    )
    found = obstacles(instance, target, {}, NOON)
    if found:
        before = instance.snapshot()
        with pytest.raises(MigrationRefused):
            apply(instance, command, lambda _: target)
        assert instance.snapshot() == before
        assert {one.code for one in found} == {"transaction"}
        return False
    events = apply(instance, command, lambda _: target)
    assert events == [InstanceMigrated(before=command.before, definition=target.hash, version=2)]
    return True


def _state(instance: Instance) -> list[object]:
    """The snapshot without the mark of its program."""
    state: list[object] = msgspec.json.decode(instance.snapshot())
    return [part for place, part in enumerate(state) if place != 1]
