"""Cursors: where a page of a list ended, as text for a link."""

import base64
import binascii

import msgspec

from engine.errors import NotFound

_BIGINT = 2**63


def cursor(*values: int | str) -> str:
    """The cursor after the row with these sort values."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def position(cursor_text: str, *kinds: type[int] | type[str]) -> list[int | str]:
    """The sort values in a cursor, which must be of these kinds. Raises `NotFound` for a text that is no such cursor."""
    try:
        data = base64.urlsafe_b64decode(cursor_text + "=" * (-len(cursor_text) % 4))
        values = msgspec.json.decode(data, type=list[int | str])
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise _no_page(cursor_text) from error
    if [type(value) for value in values] != list(kinds) or not all(_storable(value) for value in values):
        raise _no_page(cursor_text)
    return values


def _storable(value: int | str) -> bool:
    """Whether a database can compare with it."""
    return abs(value) < _BIGINT if isinstance(value, int) else "\0" not in value


def _no_page(cursor_text: str) -> NotFound:
    return NotFound("There is no such page.", kind="page", id=cursor_text)
