"""What `verify` found first, said so that a person can go and look."""

from dataclasses import dataclass
from typing import Any

import msgspec

from engine.execution.events import AnyEvent


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing in an instance that is not as its commands say.

    `place` is head, sequence, hash, body, columns, execution, event, snapshot or projection; `seq` the journal row (0
    for the instance as a whole); `event` the index in the row's events or -1; `field` names what differs. `expected` is
    what executing the commands again gives.
    """

    instance_id: str
    seq: int
    place: str
    field: str
    expected: str
    found: str
    event: int = -1

    def __str__(self) -> str:
        where = f"instance {self.instance_id}" + (f", step {self.seq}" if self.seq else "")
        where += f", event {self.event}" if self.event >= 0 else ""
        return f"{where}: {self.place} {self.field} is {self.found}, expected {self.expected}"


def event_difference(instance_id: str, seq: int, expected: list[AnyEvent], found: list[AnyEvent]) -> Difference | None:
    """The first event and field in which two lists differ."""
    for index in range(max(len(expected), len(found))):
        if index >= len(expected) or index >= len(found):
            return Difference(
                instance_id, seq, "event", "event", _kind(expected, index), _kind(found, index), event=index
            )
        ours, theirs = expected[index], found[index]
        if type(ours) is not type(theirs):
            return Difference(
                instance_id, seq, "event", "event", _kind(expected, index), _kind(found, index), event=index
            )
        for name in ours.__struct_fields__:
            one, other = getattr(ours, name), getattr(theirs, name)
            if one != other:
                return Difference(instance_id, seq, "event", name, shown(one), shown(other), event=index)
    return None


def shown(value: Any) -> str:
    """A value as short text."""
    text = value.hex() if isinstance(value, bytes) else msgspec.json.encode(value).decode()
    return text if len(text) <= 200 else text[:200] + "…"


def _kind(events: list[AnyEvent], index: int) -> str:
    return type(events[index]).__name__ if index < len(events) else "nothing"
