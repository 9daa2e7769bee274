"""What must hold of every case, whatever happened in it."""

from event_positions import positions
from instance_driver import Case

from engine.execution import Instance, apply
from engine.execution.codec import encode_events


def faithful(case: Case) -> None:
    """The journal tells where tokens are, and its commands alone give the same events and the same state again."""
    assert positions(case.events) == case.instance.active()
    again = Instance.create(next(iter(case.known.values())))
    said = [event for command in case.commands for event in apply(again, command, case.known.__getitem__)]
    assert encode_events(said) == encode_events(case.events)
    assert again.snapshot() == case.instance.snapshot()
    if case.instance.ended:
        assert not case.instance.tokens
        assert not case.instance.open.waits()
