"""What goes between the server and a process that plays scenarios: messages with their length in front."""

from typing import IO, TypeVar

import msgspec

from web.organisation import Organisation
from web.scenarios.played import PlayedCase

_HEAD = 4

T = TypeVar("T")


class Setting(msgspec.Struct, frozen=True):
    """What a process is told first."""

    template: bytes
    organisation: Organisation


class Ready(msgspec.Struct, frozen=True):
    """What a process says when it can play."""


class Order(msgspec.Struct, frozen=True):
    """A scenario to play: its file's name and bytes; whether its journals are executed again afterwards."""

    name: str
    data: bytes
    verified: bool = False


class Played(msgspec.Struct, frozen=True):
    """How a scenario went; `step`, `code` and `details` as in `Fault`, code '' for no fault. `trace` has what was passed by
    process."""

    name: str
    step: int = 0
    code: str = ""
    details: dict[str, str] = {}
    trace: dict[str, list[str]] = {}
    cases: list[PlayedCase] = []


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """Write a message."""
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(_HEAD, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes], kind: type[T]) -> T | None:
    """Read a message; None where the other side is gone."""
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == length else None
