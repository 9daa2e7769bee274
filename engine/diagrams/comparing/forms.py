"""Two versions of a form."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagrams.comparing.model import Entry, Kind, Part
from engine.diagrams.comparing.properties import differing, longest_rising, merged

_OF_THE_TOOL = ("components", "schemaVersion", "exporter", "executionPlatform", "executionPlatformVersion")


@dataclass(frozen=True, slots=True)
class _Component:
    type: str
    name: str
    name_en: str
    parent: str
    properties: dict[tuple[str, str], str]


def compare(old: Any, new: Any) -> tuple[tuple[Entry, ...], tuple[Part, ...]]:
    """Every component that is new, gone, changed or at another place, the form itself first, as one of type `form`; and the
    whole form as a list.

    Raises ValueError for what is no form.
    """
    was, now = _components(old), _components(new)
    moved = _moved(was, now)
    found = []
    for id, one in now.items():
        before = was.get(id)
        if before is None:
            found.append(Entry("added", id, one.type, one.name, one.name_en))
            continue
        properties = differing(before.properties, one.properties)
        if properties or id in moved:
            found.append(Entry("changed", id, one.type, one.name, one.name_en, properties, id in moved))
    found += [Entry("removed", id, one.type, one.name, one.name_en) for id, one in was.items() if id not in now]
    return tuple(found), _parts(was, now, {one.id: one for one in found})


def _parts(
    was: Mapping[str, _Component], now: Mapping[str, _Component], differing: Mapping[str, Entry]
) -> tuple[Part, ...]:
    """In the order of the new version, what is gone where it stood."""
    found: list[Part] = []
    pending = [(id, 0) for id in reversed(_below("", was, now))]
    while pending:
        id, depth = pending.pop()
        one = now.get(id) or was[id]
        entry = differing.get(id)
        kind: Kind | None = entry.kind if entry and (entry.kind != "changed" or entry.properties) else None
        found.append(Part(kind, depth, id, one.type, one.name, one.name_en, bool(entry and entry.moved)))
        pending += [(inner, depth + 1) for inner in reversed(_below(id, was, now))]
    return tuple(found)


def _below(parent: str, was: Mapping[str, _Component], now: Mapping[str, _Component]) -> list[str]:
    old = [id for id, one in was.items() if id and one.parent == parent]
    new = [id for id, one in now.items() if id and one.parent == parent]
    return merged([id for id in old if id in new or id not in now], new)


def _components(form: Any) -> dict[str, _Component]:
    if not isinstance(form, dict):
        raise ValueError("A form is a JSON object.")
    found: dict[str, _Component] = {}
    if form:
        found[""] = _Component("form", str(form.get("id", "")), "", "", dict(_told(form)))
    pending = [("", form)]
    while pending:
        parent, holder = pending.pop(0)
        parts = holder.get("components")
        for place, one in enumerate(parts if isinstance(parts, list) else []):
            if not isinstance(one, dict):
                continue
            id = str(one.get("id") or one.get("key") or f"{parent}/{place}")
            while id in found:
                id += "'"
            properties = one.get("properties")
            english = str(properties.get("label_en", "")) if isinstance(properties, dict) else ""
            name = str(one.get("label") or one.get("text") or one.get("key") or id)
            found[id] = _Component(str(one.get("type", "")), name, english, parent, dict(_told(one)))
            pending.append((id, one))
    return found


def _told(holder: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for name, value in holder.items():
        if name in _OF_THE_TOOL or (name == "id" and "type" in holder and "components" not in holder):
            continue
        if name == "values" and isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    yield ("option", str(one.get("value", ""))), str(one.get("label", ""))
        elif isinstance(value, dict):
            for inner, one in value.items():
                yield (inner if name == "validate" else name, "" if name == "validate" else inner), _said(one)
        else:
            yield (name, ""), _said(value)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _moved(was: Mapping[str, _Component], now: Mapping[str, _Component]) -> set[str]:
    """Components under another parent, or at another place among those that both versions have."""
    moved = {id for id, one in now.items() if id in was and was[id].parent != one.parent}
    order = {id: place for place, id in enumerate(was)}
    for parent in {one.parent for one in now.values()}:
        stayed = [id for id, one in now.items() if id and one.parent == parent and id in was and id not in moved]
        steady = longest_rising([order[id] for id in stayed])
        moved |= {id for id in stayed if order[id] not in steady}
    return moved
