"""A submitted text becomes a value of the field's type, or a FieldError."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from engine.diagrams.forms.model import Component, FieldError

Submitted: TypeAlias = Mapping[str, str | list[str]]

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{0,10})?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,19}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_MAXIMUM_FILES = 20
_MAXIMUM_IDENTIFIER = 200
_SHANGHAI = timedelta(hours=8)


def convert(component: Component, submitted: Submitted, now: int) -> Any:
    """The value of `component`: text, number, bool, list of texts, ISO date, or None for nothing.

    Raises Rejected. Patterns are checked by the form, all at once.
    """
    match component.kind:
        case "textfield" | "textarea":
            value: Any = _text(component, _one(submitted, component.key))
        case "number":
            value = _number(component, _one(submitted, component.key))
        case "checkbox":
            value = _one(submitted, component.key).strip().lower() in ("on", "true", "1", "yes")
            return _required(component, value, empty=not value)
        case "radio" | "select":
            value = _one(submitted, component.key).strip() or None
            if value is not None:
                _option(component, value)
        case "checklist":
            value = list(dict.fromkeys(_many(submitted, component.key)))
            for chosen in value:
                _option(component, chosen)
            return _required(component, value, empty=not value)
        case "filepicker":
            value = _files(component, _many(submitted, component.key))
            return _required(component, value, empty=not value)
        case _:
            value = _date(component, submitted, now)
    return _required(component, value, empty=value is None)


class Rejected(Exception):
    """A submitted text is no value of its field; `error` says why."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.error = FieldError(code, parameters)


def _required(component: Component, value: Any, *, empty: bool) -> Any:
    if component.required and empty:
        raise Rejected("required")
    return value


def _one(submitted: Submitted, key: str) -> str:
    given = submitted.get(key, "")
    if isinstance(given, str):
        return given
    return given[-1] if given else ""


def _many(submitted: Submitted, key: str) -> list[str]:
    given = submitted.get(key, [])
    values: Sequence[str] = [given] if isinstance(given, str) else given
    return [value for value in values if value]


def _text(component: Component, given: str) -> str | None:
    text = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if component.kind == "textfield":
        text = text.replace("\n", " ")
    if not text:
        return None
    if len(text) > component.maximum_length:
        raise Rejected("too_long", limit=str(component.maximum_length))
    if len(text) < component.minimum_length:
        raise Rejected("too_short", limit=str(component.minimum_length))
    if _CONTROL.search(text):
        raise Rejected("characters")
    if component.text_kind == "email" and not _EMAIL.fullmatch(text):
        raise Rejected("email")
    if component.text_kind == "phone" and not _PHONE.fullmatch(text):
        raise Rejected("phone")
    return text


def _number(component: Component, given: str) -> int | float | None:
    text = unicodedata.normalize("NFKC", given[:100]).strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise Rejected("not_a_number")
    whole, _, fraction = text.partition(".")
    decimals = len(fraction.rstrip("0"))
    if component.decimals is not None and decimals > component.decimals:
        raise Rejected("too_many_decimals", limit=str(component.decimals))
    value = float(text) if decimals else int(whole)
    if component.minimum is not None and value < component.minimum:
        raise Rejected("too_small", limit=_shown(component.minimum))
    if component.maximum is not None and value > component.maximum:
        raise Rejected("too_large", limit=_shown(component.maximum))
    return value


def _shown(limit: float) -> str:
    return str(math.trunc(limit)) if limit == math.trunc(limit) else str(limit)


def _option(component: Component, value: str) -> None:
    """Raise Rejected for what is no fixed option; those from an expression are asked for by the form, all at once."""
    if not component.options_from and all(option.value != value for option in component.options):
        raise Rejected("not_an_option", value=value[:100])


def _files(component: Component, given: list[str]) -> list[str]:
    limit = _MAXIMUM_FILES if component.multiple else 1
    if len(given) > limit:
        raise Rejected("too_many", limit=str(limit))
    for identifier in given:
        if len(identifier) > _MAXIMUM_IDENTIFIER or _CONTROL.search(identifier):
            raise Rejected("not_an_option", value=identifier[:100])
    return given


def _date(component: Component, submitted: Submitted, now: int) -> str | None:
    parts = [_one(submitted, f"{component.key}.{part}").strip() for part in ("year", "month", "day")]
    text = "-".join(parts) if any(parts) else _one(submitted, component.key).strip()
    if not text:
        return None
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text[:40]))
    if found is None:
        raise Rejected("not_a_date")
    try:
        value = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Rejected("not_a_date") from None
    today = (datetime.fromtimestamp(now / 1000, UTC) + _SHANGHAI).date()
    if component.future_only and value < today:
        raise Rejected("date_passed", today=today.isoformat())
    return value.isoformat()
