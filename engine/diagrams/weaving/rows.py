"""What the form editor adds to every file that it opens, though nobody edited anything."""

from collections import Counter
from typing import Any

_OF_THE_TOOL = ("schemaVersion", "exporter")
"""Which editor wrote the file: the original's word stays."""


def without_additions(old: Any, new: Any) -> Any:
    """The edited form without the tool's marks, and without rows that hold one component where the original has none.

    form-js gives every component a row with a made up name; only rows of several components and chosen widths say anything.
    """
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    kept = {key: value for key, value in new.items() if key not in _OF_THE_TOOL or key in old}
    kept |= {key: old[key] for key in _OF_THE_TOOL if key in old and key in new}
    return kept if _has_rows(old) else _without_rows(kept)


def _has_rows(form: dict[str, Any]) -> bool:
    parts = form.get("components")
    return isinstance(parts, list) and any(
        isinstance(one, dict) and ("layout" in one or _has_rows(one)) for one in parts
    )


def _without_rows(parent: dict[str, Any]) -> dict[str, Any]:
    parts = parent.get("components")
    if not isinstance(parts, list):
        return parent
    used = Counter(row for one in parts if (row := _row(one)))
    return {**parent, "components": [_plain(one, used) for one in parts]}


def _plain(component: Any, used: Counter[str]) -> Any:
    if not isinstance(component, dict):
        return component
    layout = component.get("layout")
    if (
        isinstance(layout, dict)
        and used[_row(component)] <= 1
        and not any(layout[key] for key in layout if key != "row")
    ):
        component = {key: value for key, value in component.items() if key != "layout"}
    return _without_rows(component)


def _row(component: Any) -> str:
    layout = component.get("layout") if isinstance(component, dict) else None
    row = layout.get("row") if isinstance(layout, dict) else None
    return row if isinstance(row, str) else ""
