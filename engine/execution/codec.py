"""Commands and events as JSON: deterministic, told apart by their class name, defaults left out."""

from collections.abc import Sequence
from typing import Any

import msgspec

from engine.execution.commands import AnyCommand, Command
from engine.execution.events import AnyEvent

_ENCODER = msgspec.json.Encoder()
_COMMAND: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyCommand)
_EVENTS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(list[AnyEvent])


def encode_command(command: Command) -> bytes:
    """The JSON of one command."""
    return _ENCODER.encode(command)


def decode_command(data: bytes) -> AnyCommand:
    """The command of its JSON. Raises msgspec.ValidationError."""
    command: AnyCommand = _COMMAND.decode(data)
    return command


def encode_events(events: Sequence[AnyEvent]) -> bytes:
    """The JSON array of the events of one command."""
    return _ENCODER.encode(events)


def decode_events(data: bytes) -> list[AnyEvent]:
    """The events of their JSON array. Raises msgspec.ValidationError."""
    events: list[AnyEvent] = _EVENTS.decode(data)
    return events
