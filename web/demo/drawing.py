"""Chooses and computes the values of the script."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.diagrams import feel

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture to be attached, by its file name."""

    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws from the catalogue, which FEEL reads by its names; `end` is when the story ends (ISO 8601), FEEL reads it by that name."""

    catalogue: Mapping[str, Any]
    end: str

    def values(self, written: Mapping[str, Any], chance: Random, known: Mapping[str, Any], now: int) -> dict[str, Any]:
        """What is written, each list replaced by one of its items and FEEL by its value over `known`."""
        chosen = {key: _chosen(value, chance) for key, value in written.items()}
        expressions = sorted(_expressions(list(chosen.values())))
        found = dict(zip(expressions, self._evaluated(expressions, known, now), strict=True))
        return {key: _filled(value, found, chance) for key, value in chosen.items()}

    def in_turn(
        self, written: Mapping[str, Any], chance: Random, now: int, known: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """The same, each value over `known` and the ones before it; None where there is nothing to choose from."""
        drawn = dict(known)
        for key, value in written.items():
            drawn.update(self.values({key: value}, chance, drawn, now))
            if drawn[key] is None:
                return None
        return drawn

    def holds(self, conditions: list[str], known: Mapping[str, Any], now: int) -> list[bool]:
        """Whether each condition (FEEL, '' always holds) is true over `known`."""
        asked = [f"={one}" for one in conditions if one]
        found = dict(zip(asked, self._evaluated(asked, known, now), strict=True))
        return [not one or found[f"={one}"] is True for one in conditions]

    def _evaluated(self, expressions: list[str], known: Mapping[str, Any], now: int) -> list[Any]:
        if not expressions:
            return []
        words = {word for one in expressions for word in _WORD.findall(one)}
        lists = {name: items for name, items in self.catalogue.items() if name in words}
        context = {**lists, **known, "data": known, "end": self.end}
        return feel.evaluate([one[1:] for one in expressions], context, now)


def _chosen(written: Any, chance: Random) -> Any:
    """One item of each list; items that are mappings may have a `weight`."""
    if not isinstance(written, list):
        return written
    weights = [one.get("weight", 1) if isinstance(one, dict) else 1 for one in written]
    return chance.choices(written, weights)[0]


def _expressions(value: Any) -> set[str]:
    match value:
        case str() if value.startswith("="):
            return {value}
        case {"one": inner}:
            return _expressions(inner)
        case {"list": list(inner)} | list(inner):
            return {found for one in inner for found in _expressions(one)}
    return set()


def _filled(value: Any, found: Mapping[str, Any], chance: Random) -> Any:
    match value:
        case str() if value.startswith("="):
            return found[value]
        case {"one": inner}:
            items = _filled(inner, found, chance)
            return _chosen(items, chance) if items else None
        case {"list": list(inner)}:
            return [_filled(one, found, chance) for one in inner]
        case {"photo": str(name)}:
            return Photo(name)
    return value
