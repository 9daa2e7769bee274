"""Writes small forms for tests."""

import json
from typing import Any

from engine.diagrams import forms
from engine.diagrams.forms import Form


def data(*components: dict[str, Any], **changes: Any) -> bytes:
    """A form-js file with these components."""
    content = {"type": "default", "id": "form", "schemaVersion": 18, "components": list(components)}
    return json.dumps(content | changes, ensure_ascii=False).encode()


def form(*components: dict[str, Any]) -> Form:
    """The same, read."""
    return forms.read("test.form", data(*components))


def field(kind: str, key: str = "x", **more: Any) -> dict[str, Any]:
    """One component with a key."""
    return {"type": kind, "key": key, "id": f"id_{key}", "label": key.upper(), **more}


def choice(kind: str, *values: str, key: str = "x", **more: Any) -> dict[str, Any]:
    """A choice between these values."""
    return field(kind, key, values=[{"label": value.upper(), "value": value} for value in values], **more)
