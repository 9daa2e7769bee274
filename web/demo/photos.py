"""Small pictures that stand for photos: a street, a wall and something on the ground, in colours of their own."""

import struct
import zlib
from functools import lru_cache
from random import Random

WIDTH, HEIGHT = 320, 240
_HORIZON = 130

Colour = tuple[int, int, int]


@lru_cache(maxsize=64)
def png(name: str, variant: int) -> bytes:
    """A PNG of 320 × 240; the same name and variant give the same picture."""
    chance = Random(f"{name}:{variant}")  # noqa: S311  (a picture, no secret)
    sky, wall, ground = (_colour(chance, *band) for band in ((150, 225), (110, 170), (70, 120)))
    rows = [bytearray(bytes(sky if y < _HORIZON else ground) * WIDTH) for y in range(HEIGHT)]
    for left in range(chance.randrange(40), WIDTH, 90):
        _box(rows, (left, chance.randrange(30, 80)), (left + 70, _HORIZON), wall)
    for _ in range(chance.randrange(2, 6)):
        x, y, size = (
            chance.randrange(WIDTH - 60),
            chance.randrange(_HORIZON + 10, HEIGHT - 40),
            chance.randrange(12, 45),
        )
        _box(rows, (x, y), (x + size, y + size // 2), _colour(chance, 30, 230))
    raw = b"".join(b"\x00" + row for row in rows)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(raw, 6)) + _chunk(b"IEND", b"")
    )


def _colour(chance: Random, low: int, high: int) -> Colour:
    return chance.randint(low, high), chance.randint(low, high), chance.randint(low, high)


def _box(rows: list[bytearray], top_left: tuple[int, int], bottom_right: tuple[int, int], colour: Colour) -> None:
    (left, top), (right, bottom) = top_left, (min(bottom_right[0], WIDTH), min(bottom_right[1], HEIGHT))
    for y in range(top, bottom):
        rows[y][left * 3 : right * 3] = bytes(colour) * (right - left)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
