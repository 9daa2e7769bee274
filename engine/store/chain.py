"""The journal's row: its canonical body and the hash that chains it to the row before.

Body: JSON without white space, keys of objects in the order in which they were set, of these fields in this order:
  `format`        1
  `engine`        version of this engine
  `spiffworkflow` version of the token core
  `command`       the command with `id`, `at`, `actor`
  `events`        what it caused, in order
  `sealed`        {} now: room for fields encrypted under a key of the case, so that destroying the key erases them
                  and leaves every hash intact

Hash: SHA-256(previous hash ‖ instance id ‖ seq ‖ body), where the previous hash is 32 bytes, the instance id its 32
ASCII characters, and seq eight bytes, big endian. The hash before the first row is
SHA-256("tiaokuai journal 1\\n" ‖ instance id ‖ "\\n" ‖ definition hash) in ASCII, so that the chain also says by which
definition the instance began; a MigrateInstance in it says by which it went on.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import msgspec

from engine.execution import codec
from engine.execution.commands import AnyCommand
from engine.execution.events import AnyEvent

FORMAT = 1


class JournalBody(msgspec.Struct, frozen=True):
    """A journal row's body, read back."""

    format: int
    engine: str
    spiffworkflow: str
    command: AnyCommand
    events: list[AnyEvent]
    sealed: dict[str, str]


class _Written(msgspec.Struct, frozen=True):
    format: int
    engine: str
    spiffworkflow: str
    command: msgspec.Raw
    events: msgspec.Raw
    sealed: dict[str, str]


class _Recorded(msgspec.Struct, frozen=True):
    command: AnyCommand
    events: msgspec.Raw


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(JournalBody)
_recorded = msgspec.json.Decoder(_Recorded)


@cache
def engine_version() -> str:
    """The version that writes now."""
    try:
        return version("tiaokuai")
    except PackageNotFoundError:
        return "0"


SNAPSHOT = 2
"""The form of snapshots; counted up, those before are written anew instead of read."""


@cache
def snapshot_version() -> str:
    """What a snapshot is marked with; one with another mark is not read."""
    return f"{engine_version()} {SNAPSHOT}"


@cache
def spiffworkflow_version() -> str:
    """The version of the token core."""
    return version("SpiffWorkflow")


def encode_body(command: bytes, events: bytes) -> bytes:
    """The body of a row, from an encoded command and its encoded events."""
    written = _Written(FORMAT, engine_version(), spiffworkflow_version(), msgspec.Raw(command), msgspec.Raw(events), {})
    return _encoder.encode(written)


def encode_events_again(body: JournalBody, events: list[AnyEvent]) -> bytes:
    """The bytes that `body` would have with these events; equal bytes are the strictest comparison."""
    command, found = msgspec.Raw(codec.encode_command(body.command)), msgspec.Raw(codec.encode_events(events))
    return _encoder.encode(_Written(body.format, body.engine, body.spiffworkflow, command, found, body.sealed))


def decode_body(body: bytes) -> JournalBody:
    """Read a body back. Raises msgspec.DecodeError for bytes that are none."""
    return _decoder.decode(body)


def recorded(body: bytes) -> tuple[AnyCommand, bytes]:
    """The command of a body, and its events as they were written. Raises msgspec.DecodeError."""
    found = _recorded.decode(body)
    return found.command, bytes(found.events)


def canonical(command: AnyCommand) -> tuple[AnyCommand, bytes]:
    """The command as a reader of the journal will see it, and its bytes: both executions get the same input."""
    data = codec.encode_command(command)
    return codec.decode_command(data), data


def genesis(instance_id: str, definition_hash: str) -> bytes:
    """The hash before an instance's first row."""
    return sha256(f"tiaokuai journal {FORMAT}\n{instance_id}\n{definition_hash}".encode("ascii")).digest()


def chain_hash(previous: bytes, instance_id: str, seq: int, body: bytes) -> bytes:
    """The hash of a row."""
    return sha256(previous + instance_id.encode("ascii") + seq.to_bytes(8, "big") + body).digest()
