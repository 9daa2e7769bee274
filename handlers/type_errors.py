"""Reads msgspec's validation errors: which field, and why, without the value that was given."""

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec

Problem: TypeAlias = Literal["required", "type", "choice", "form"]

_PATH = re.compile(r" - at `\$(?P<path>.*)`$")
_MISSING = re.compile(r"^Object missing required field `(?P<name>.*)`$")
_TYPE = re.compile(r"^Expected `(?P<expected>[\w |]+)`, got `(?P<given>\w+)`$")
_BOUND = re.compile(r"^Expected `(?P<given>[\w |]+)` (of )?(?P<bound>(length )?[<>]=? -?[0-9.]+)$")
_ENCODED = re.compile(r"^Invalid RFC3339 encoded (?P<expected>date|time|datetime)$")
_ENUM = re.compile(r"^Invalid enum value ")


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with one field; all parts are texts that hold no value of the case.

    `field` as a diagram's author writes it (`recipients[0]`), '' for the whole. `expected` is for the problem

    - `type`: JSON types as msgspec names them, such as `array` or `str | null`, and `given` is the type that came;
    - `choice`: the allowed values, such as `grid, street`, or '' where they are not known;
    - `form`: a bound such as `length >= 1` or `>= 1` and in `given` the type, which is right; a type written as text
      such as `date`; or '' for anything else;
    - `required`: ''.
    """

    field: str
    problem: Problem
    expected: str = ""
    given: str = ""

    @property
    def reason(self) -> str:
        """The rest of an English sentence that names the field."""
        if self.problem == "required":
            return "it is required and was not given"
        if self.problem == "type":
            return f"expected {self.expected}, got {self.given}"
        if self.problem == "choice":
            return f"expected one of {self.expected}" if self.expected else "it is not one of the allowed values"
        if self.given:
            return f"expected {self.given} {'of ' if self.expected.startswith('length') else ''}{self.expected}"
        return f"expected {self.expected}" if self.expected else "it has the wrong form"

    @property
    def details(self) -> dict[str, str]:
        """The details of a `HandlerError`; `reason` is the English one."""
        return {
            "field": self.field,
            "problem": self.problem,
            "expected": self.expected,
            "given": self.given,
            "reason": self.reason,
        }


def misfit(error: Exception, kind: type[msgspec.Struct]) -> Misfit:
    """What `error` complains of, raised by a conversion to `kind`."""
    text = str(error)
    found = _PATH.search(text)
    path = found["path"].removeprefix(".") if found else ""
    text = _PATH.sub("", text)
    if missing := _MISSING.match(text):
        return Misfit(".".join(part for part in (path, missing["name"]) if part), "required")
    if wrong := _TYPE.match(text):
        return Misfit(path, "type", wrong["expected"], wrong["given"])
    if _ENUM.match(text):
        return Misfit(path, "choice", ", ".join(_allowed(kind, path)))
    if bound := _BOUND.match(text):
        return Misfit(path, "form", bound["bound"], bound["given"])
    if encoded := _ENCODED.match(text):
        return Misfit(path, "form", encoded["expected"])
    return Misfit(path, "form")


def _allowed(kind: type[msgspec.Struct], path: str) -> list[str]:
    definitions: dict[str, Any] = msgspec.json.schema(kind)["$defs"]
    values: list[Any] = definitions[kind.__name__]["properties"].get(path, {}).get("enum", [])
    return [str(value) for value in values]
