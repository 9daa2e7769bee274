"""Which characters the document font can show; a blank box in an official letter is an error, not a look."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from handlers.documents.official import OfficialDocument
from handlers.errors import MissingGlyph

FONTS = Path(__file__).parent / "fonts"
FONT = FONTS / "NotoSerifSC-Regular.ttf"


def check(document: OfficialDocument) -> None:
    """Raises `MissingGlyph` naming the part of the document and the code points, never the text."""
    for field in document.__struct_fields__:
        missing = sorted(set().union(*_texts(msgspec.to_builtins(getattr(document, field)))) - characters())
        if missing:
            codes = ", ".join(f"U+{ord(character):04X}" for character in missing)
            message = f"The document font cannot show {codes} in {field!r}. Write it with other characters."
            raise MissingGlyph(message, field=field, characters=codes)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


@cache
def characters() -> frozenset[str]:
    """Every character of the font, from its `cmap` tables of format 12 (OpenType 1.9, cmap)."""
    data = FONT.read_bytes()
    table = _offset_of(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    found: set[str] = set()
    for index in range(count):
        (offset,) = struct.unpack_from(">I", data, table + 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", data, table + offset)
        if form == 12:
            found.update(_groups(data, table + offset))
    return frozenset(found)


def _groups(data: bytes, start: int) -> set[str]:
    (count,) = struct.unpack_from(">I", data, start + 12)
    groups = struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count])
    return {chr(code) for first, last, _ in groups for code in range(first, last + 1)}


def _offset_of(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"{FONT.name} has no table {tag!r}")
