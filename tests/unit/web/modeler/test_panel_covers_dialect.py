"""Whatever the engine reads of an element can be edited in the panel, or `coverage.json` says why not.

`tests/browser/test_properties_panel.py` sees that the fields are there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.diagrams import extensions, vocabulary

PANEL = Path(__file__).parents[4] / "web/assets/modeler/diagram/panel"
COVERAGE = json.loads((PANEL / "coverage.json").read_text(encoding="utf-8"))
FIELDS: Mapping[str, str] = COVERAGE["fields"]
REASONS: Mapping[str, str] = COVERAGE["reasons"]
UNDRAWN: frozenset[str] = frozenset(COVERAGE["undrawn"]["elements"])
HIDDEN = json.loads((PANEL / "hidden.json").read_text(encoding="utf-8"))
_TEXTS = {"documentation", "text"}


def demanded() -> Iterator[str]:
    """Every place where an author can write something: `element@attribute`, `element#property`, `element/part with a text`."""
    for kinds in (vocabulary.KINDS, extensions.KINDS):
        for tag, kind in kinds.items():
            yield from (f"{tag}@{attribute}" for attribute in kind.attributes if tag != "zeebe:property")
        for tag, kind in kinds.items():
            yield from (f"{tag}/{part}" for part in kind.children & (vocabulary.EXPRESSIONS | _TEXTS))
    yield from (tag for tag, kind in extensions.KINDS.items() if not kind.attributes and not kind.children)
    for tag, names in extensions.PROPERTIES.items():
        yield from (f"{tag}#{name}" for name in names)
    yield from (f"{tag}#{prefix}" for tag, prefix in extensions.PROPERTY_PREFIXES.items())
    for tag, kind in vocabulary.KINDS.items():
        if "zeebe:properties" in kind.extensions:
            yield from (f"{tag}#{name}" for name in (*extensions.SHARED_PROPERTIES, extensions.NOTE_PREFIX))


def said(place: str) -> str:
    """The key of `coverage.json` that speaks of a place: its own, that of all it is undrawn with, or that of every element."""
    if place in FIELDS or place in REASONS:
        return place
    if "/" in place:
        return said(place.rpartition("/")[2])
    tag = re.split("[@#]", place)[0]
    every = f"*{place.removeprefix(tag)}"
    if tag in UNDRAWN and (every in ("*@id", "*@name", "*#name:en", "*#documentation:en", "*#x-") or place == tag):
        return "undrawn"
    return every if every in FIELDS or every in REASONS else ""


def test_every_place_has_a_field_or_a_reason() -> None:
    assert [place for place in demanded() if not said(place)] == []


def test_nothing_is_said_of_what_the_engine_does_not_read() -> None:
    assert {*FIELDS, *REASONS} - {said(place) for place in demanded()} == set()
    assert set(vocabulary.KINDS) > UNDRAWN
    assert FIELDS.keys() & REASONS.keys() == set()


def test_what_is_hidden_is_refused_or_has_a_field_of_its_own() -> None:
    refused = ("zeebe:executionListeners", "zeebe:taskListeners", "zeebe:conditionalFilter", "zeebe:userTaskForm")
    assert [tag for tag in refused if tag in extensions.KINDS] == []
    assert set(extensions.KINDS["zeebe:adHoc"].attributes) == {"activeElementsCollection"}
    assert "zeebe:taskDefinition" not in vocabulary.KINDS["adHocSubProcess"].extensions
    assert "versionTag" not in extensions.KINDS["zeebe:calledDecision"].attributes["bindingType"]
    assert all(HIDDEN["groups"].values())
    assert all(HIDDEN["entries"].values())
