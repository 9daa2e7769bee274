"""Cursors: where a page of a list ended, as text for a link."""

import base64
import binascii

import msgspec

from engine.errors import NotFound


def cursor(*values: int | str) -> str:
    """The cursor after the row with these sort values."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def position(cursor_text: str) -> list[int | str]:
    """The sort values in a cursor. Raises `NotFound` for a text that is no cursor."""
    try:
        data = base64.urlsafe_b64decode(cursor_text + "=" * (-len(cursor_text) % 4))
        return msgspec.json.decode(data, type=list[int | str])
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise NotFound("There is no such page.", kind="page", id=cursor_text) from error
