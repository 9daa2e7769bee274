"""The properties of two versions of one thing, side by side."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from engine.diagrams.comparing.model import Property

Properties: TypeAlias = Mapping[tuple[str, str], str]
"""Value by name and by the part that has it ('' for the thing itself)."""


def differing(old: Properties, new: Properties) -> tuple[Property, ...]:
    """Those that are not the same, in the order of the new version, then what only the old has."""
    return tuple(
        Property(name, of, old.get((name, of), ""), new.get((name, of), ""))
        for name, of in {**new, **old}
        if old.get((name, of), "") != new.get((name, of), "")
    )


def merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The new order, with what is gone where it stood: after the one that was before it."""
    found = list(new)
    for place, one in enumerate(old):
        if one not in found:
            found.insert(found.index(old[place - 1]) + 1 if place else 0, one)
    return found


def longest_rising(places: list[int]) -> set[int]:
    """Which of these numbers can stay where they are when as few as possible are moved: the longest rising part of them."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if ends[middle] < place else (low, middle)
        before[place] = ends[low - 1] if low else None
        if low == len(ends):
            ends.append(place)
        else:
            ends[low] = place
    kept: set[int] = set()
    at: int | None = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept
