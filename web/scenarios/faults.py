"""What a scenario found otherwise, as a code with details, so that every language can say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from engine.errors import EngineError
from web.scenarios.sentences import SENTENCES

Language: TypeAlias = Literal["zh", "en"]

START = 0
"""The step of a fault at the beginning, before any step."""


class Mismatch(Exception):
    """The procedure did otherwise than the scenario says."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code = code
        self.details = {key: value if isinstance(value, str) else told(value) for key, value in details.items()}
        super().__init__(sentence(code, self.details, "en"))


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a scenario failed: `step` counts from 1, START is the beginning; `code` and `details` say what."""

    step: int
    code: str
    details: Mapping[str, str]

    def said(self, language: Language) -> str:
        """What was otherwise, without the place."""
        return sentence(self.code, self.details, language)

    def __str__(self) -> str:
        return f"{f'step {self.step}' if self.step else 'start'}: {self.said('en')}"


def fault_of(step: int, error: Exception) -> Fault:
    """The fault that an error of playing a step is."""
    if isinstance(error, Mismatch):
        return Fault(step, error.code, error.details)
    if isinstance(error, EngineError):
        known = f"engine_{error.code}"
        return Fault(step, known if known in SENTENCES else "engine", {"code": error.code, "message": str(error)})
    return Fault(step, "endless" if isinstance(error, RuntimeError) else "broken", {"message": str(error)})


def sentence(code: str, details: Mapping[str, str], language: Language) -> str:
    """A fault in words."""
    english, chinese = SENTENCES[code]
    return (chinese if language == "zh" else english).format(**details)


def told(value: Any) -> str:
    """A value as a scenario's author would write it; the same in every language."""
    if value is None or value in ("", [], {}, (), set()):
        return "—"
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return ", ".join(f"{key}: {_inner(one)}" for key, one in value.items())
        case list() | tuple():
            return ", ".join(map(_inner, value))
        case set() | frozenset():
            return ", ".join(map(_inner, sorted(value)))
    return str(value)


def _inner(value: Any) -> str:
    said = told(value)
    if isinstance(value, dict) and value:
        return f"{{{said}}}"
    return f"[{said}]" if isinstance(value, list | set | frozenset) else said
