"""What somebody typed becomes the JSON inputs of a decision."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from flask_babel import gettext

from engine.diagrams import feel
from engine.diagrams.dmn.trial import Field
from engine.errors import FeelError, FeelUnavailable

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?([zZ]|[+-]\d{2}:\d{2})?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([zZ]|[+-]\d{2}:\d{2})?")
_DURATION = re.compile(r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_SHAPES = {
    "date": _DATE,
    "time": _TIME,
    "date time": _MOMENT,
    "duration": _DURATION,
    "days and time duration": _DURATION,
    "years and months duration": _DURATION,
}
_BOOLEANS = {"true": True, "false": False}
MOST_CHARACTERS = 20_000


class NotUnderstood(Exception):
    """Something typed fits no value of its type; `wrong` says by field what to write instead."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


def inputs(fields: Iterable[Field], entered: Mapping[str, str], now: int) -> dict[str, Any]:
    """JSON values by name; fields left empty are not there. Raises NotUnderstood with every field that is wrong."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields:
        text = entered.get(field.key, "").strip()
        if not text:
            continue
        try:
            value = _value(text, field.type, now)
        except ValueError as error:
            wrong[field.key] = str(error)
            continue
        around = found
        for name in field.path[:-1]:
            around = around.setdefault(name, {})
        around[field.path[-1]] = value
    if wrong:
        raise NotUnderstood(wrong)
    return found


def _value(text: str, kind: str, now: int) -> Any:
    """Raises ValueError whose message tells the person what to write."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(gettext("This is too long."))
    if text.startswith("=") or kind in ("list", "context"):
        return _evaluated(text.removeprefix("="), now)
    if kind == "string":
        return text
    if kind == "number":
        if not _NUMBER.fullmatch(text):
            raise ValueError(gettext("Write a number, such as 12 or 0.5."))
        return float(text) if "." in text else int(text)
    if kind == "boolean":
        if text not in _BOOLEANS:
            raise ValueError(gettext("Choose yes or no."))
        return _BOOLEANS[text]
    shape = _SHAPES.get(kind)
    if shape is None:
        return _guessed(text)
    if not shape.fullmatch(text):
        raise ValueError(gettext("Write it like %(example)s.", example=example_of(kind)))
    return text


def example_of(kind: str) -> str:
    """How a value of a type is written, '' where that needs no example."""
    return {
        "date": "2026-10-01",
        "time": "09:30:00",
        "date time": "2026-10-01T09:30:00",
        "duration": "P3D",
        "days and time duration": "P3DT4H",
        "years and months duration": "P1Y6M",
        "list": '["a", "b"]',
        "context": '{name: "a"}',
    }.get(kind, "")


def _guessed(text: str) -> Any:
    """A value whose type nobody declared: a number, a date or true and false where it looks like one, else the text."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _DATE.fullmatch(text) or _MOMENT.fullmatch(text):
        return {"@": text}
    if text[0] in "[{" and text[-1] in "]}":
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return text
    return text


def _evaluated(text: str, now: int) -> Any:
    try:
        return feel.evaluate([text], {}, now)[0]
    except (FeelError, FeelUnavailable) as error:
        reason = error.details["reason"]
        raise ValueError(gettext("FEEL cannot read this: %(reason)s.", reason=reason)) from error
