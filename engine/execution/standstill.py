"""Why a token cannot go on: raised inside a step, it becomes an incident and the token stays where it is."""

from typing import Literal, TypeAlias

from engine.errors import EngineError

Kind: TypeAlias = Literal[
    "expression",
    "decision",
    "condition",
    "job",
    "uncaught_error",
    "timer",
    "assignment",
    "runaway",
    "call",
    "deadlock",
    "limit",
]


class Standstill(EngineError):
    """A step of one token failed; nothing of that step was done."""

    code = "standstill"

    def __init__(self, kind: Kind, message: str, details: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.texts = details or {}
