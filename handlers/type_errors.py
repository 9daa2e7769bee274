"""Reads msgspec's validation errors: which field, and why, without the value that was given."""

import re
from typing import Any

import msgspec

_PATH = re.compile(r" - at `\$(?P<path>.*)`$")
_MISSING = re.compile(r"^Object missing required field `(?P<name>.*)`$")
_ENUM = re.compile(r"^Invalid enum value ")
_SAFE = re.compile(r"^Expected [`\w |<>=.\-]+(, got `\w+`)?$")


def field_and_reason(error: Exception, kind: type[msgspec.Struct]) -> tuple[str, str]:
    """The field as a diagram's author writes it (`recipients[0]`), and what is wrong with it."""
    text = str(error)
    found = _PATH.search(text)
    path = found["path"].removeprefix(".") if found else ""
    text = _PATH.sub("", text)
    missing = _MISSING.match(text)
    if missing:
        return ".".join(part for part in (path, missing["name"]) if part), "it is required and was not given"
    if _ENUM.match(text):
        allowed = _allowed(kind, path)
        return path, f"expected one of {', '.join(allowed)}" if allowed else "it is not one of the allowed values"
    if _SAFE.match(text):
        return path, text[0].lower() + text[1:].replace("`", "")
    return path, "it has the wrong form"


def _allowed(kind: type[msgspec.Struct], path: str) -> list[str]:
    definitions: dict[str, Any] = msgspec.json.schema(kind)["$defs"]
    values: list[Any] = definitions[kind.__name__]["properties"].get(path, {}).get("enum", [])
    return [str(value) for value in values]
