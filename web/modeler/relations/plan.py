"""Where the map puts each procedure: in rows, callers above what they call, as few lines as possible crossing, and none
behind a box (Sugiyama, Tagawa and Toda 1981: layers, places kept free for long lines, barycentres)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from web.modeler.relations.house import Link

WIDTH, HEIGHT = 204, 56
"""Of a box, in pixels."""
_DOWN, _GAP, _LANE, _MARGIN, _TIP = 140, 26, 14, 24, 6
_WIDEST = 5
"""Boxes in a row, so that the map stays readable on a desk."""
_SWEEPS = 12

Slot: TypeAlias = str | tuple[Link, int]
"""A procedure's key, or the place in a row that a long line goes through."""


@dataclass(frozen=True, slots=True)
class Box:
    """A procedure; `x`, `y` is the upper left corner."""

    key: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A link as an SVG path."""

    link: Link
    path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole map in pixels."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def plan(keys: Sequence[str], links: Sequence[Link]) -> Plan:
    """A map of these procedures: the same for the same links."""
    rows: list[list[Slot]] = [list(row) for row in _layers(keys, links)]
    level = {key: number for number, row in enumerate(rows) for key in row}
    ways = {link: _way(link, level) for link in links}
    for way in ways.values():
        for slot in way[1:-1]:
            assert not isinstance(slot, str)
            rows[slot[1]].append(slot)
    _order(rows, ways)
    width = 2 * _MARGIN + max((_length(row) for row in rows), default=0)
    left = {slot: x for row in rows for slot, x in _placed(row, width)}
    boxes = {key: Box(key, left[key], _MARGIN + level[key] * _DOWN) for key in keys}
    height = 2 * _MARGIN + max(len(rows) - 1, 0) * _DOWN + HEIGHT
    leaving = _spread([(link.source, ways[link][1], link) for link in links], left)
    reaching = _spread([(link.target, ways[link][-2], link) for link in links], left)
    lines = [Line(one, _path(ways[one], boxes, left, leaving[one], reaching[one])) for one in links]
    return Plan(width, height, tuple(boxes.values()), tuple(lines))


def _layers(keys: Sequence[str], links: Sequence[Link]) -> list[list[str]]:
    """Each below all that call or send to it, save where links go round; rows that are too long are broken."""
    above: dict[str, set[str]] = {key: set() for key in keys}
    for link in links:
        if not _is_above(link.target, link.source, above):
            above[link.target].add(link.source)
    depth: dict[str, int] = {}
    for key in keys:
        _deepen(key, above, depth)
    linked = {end for link in links for end in (link.source, link.target)}
    deepest = max(depth.values(), default=0)
    layers = [[key for key in keys if key in linked and depth[key] == level] for level in range(deepest + 1)]
    layers.append([key for key in keys if key not in linked])
    return [layer[start : start + _WIDEST] for layer in layers for start in range(0, len(layer), _WIDEST)]


def _is_above(upper: str, lower: str, above: Mapping[str, set[str]]) -> bool:
    waiting, passed = [lower], set()
    while waiting:
        key = waiting.pop()
        if key == upper:
            return True
        if key not in passed:
            passed.add(key)
            waiting += above[key]
    return False


def _deepen(key: str, above: Mapping[str, set[str]], depth: dict[str, int]) -> int:
    if key not in depth:
        depth[key] = 1 + max((_deepen(one, above, depth) for one in sorted(above[key])), default=-1)
    return depth[key]


def _way(link: Link, level: Mapping[Slot, int]) -> list[Slot]:
    """Both ends, and a slot in each row between them."""
    start, end = level[link.source], level[link.target]
    step = 1 if end > start else -1
    return [link.source, *((link, row) for row in range(start + step, end, step)), link.target]


def _order(rows: list[list[Slot]], ways: Mapping[Link, list[Slot]]) -> None:
    """Let each stand below or above the middle of what it is connected with."""
    near: dict[Slot, list[Slot]] = {}
    for way in ways.values():
        for one, other in pairwise(way):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    place = {slot: number - len(row) / 2 for row in rows for number, slot in enumerate(row)}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            middle = {
                one: sum(place[other] for other in near.get(one, [one])) / len(near.get(one, [one])) for one in row
            }
            row.sort(key=lambda one: (middle[one], str(one)))
            place |= {slot: number - len(row) / 2 for number, slot in enumerate(row)}


def _size(slot: Slot) -> int:
    return WIDTH if isinstance(slot, str) else _LANE


def _length(row: Sequence[Slot]) -> int:
    return sum(_size(slot) for slot in row) + _GAP * (len(row) - 1)


def _placed(row: Sequence[Slot], width: int) -> list[tuple[Slot, int]]:
    x, found = (width - _length(row)) // 2, []
    for slot in row:
        found.append((slot, x))
        x += _size(slot) + _GAP
    return found


def _spread(ends: Sequence[tuple[str, Slot, Link]], left: Mapping[Slot, int]) -> dict[Link, int]:
    """Lines leave and reach a box spread along its edge, in the order in which they go on."""
    own: dict[str, list[tuple[int, int, Link]]] = {}
    for number, (here, there, link) in enumerate(ends):
        own.setdefault(here, []).append((left[there], number, link))
    found = {}
    for key, listed in own.items():
        for index, (_, _, link) in enumerate(sorted(listed, key=lambda one: one[:2])):
            found[link] = left[key] + WIDTH * (index + 1) // (len(listed) + 1)
    return found


def _path(way: Sequence[Slot], boxes: Mapping[str, Box], left: Mapping[Slot, int], start: int, end: int) -> str:
    source, target = boxes[str(way[0])], boxes[str(way[-1])]
    if source.y == target.y:
        below = source.y + HEIGHT
        return f"M{start},{below} C{start},{below + 40} {end},{below + 40} {end},{below + _TIP}"
    down = target.y > source.y
    points = [(start, source.y + HEIGHT if down else source.y)]
    for slot in way[1:-1]:
        top, x = _MARGIN + int(slot[1]) * _DOWN, left[slot] + _LANE // 2
        points += [(x, top), (x, top + HEIGHT)] if down else [(x, top + HEIGHT), (x, top)]
    points.append((end, target.y - _TIP if down else target.y + HEIGHT + _TIP))
    drawn = [f"M{points[0][0]},{points[0][1]}"]
    for number, ((x, y), (other_x, other_y)) in enumerate(pairwise(points)):
        bend = (other_y - y) // 2
        through = number % 2 == 1
        drawn.append(
            f"L{other_x},{other_y}" if through else f"C{x},{y + bend} {other_x},{other_y - bend} {other_x},{other_y}"
        )
    return " ".join(drawn)
