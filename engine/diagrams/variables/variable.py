"""What an editor may say about a variable, and where it asks for what a diagram refers to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.diagrams.forms import Form
from engine.diagrams.model import CallActivity, Process

VariableKind: TypeAlias = Literal["text", "number", "yes_no", "date", "list", "context", "any"]

Reason: TypeAlias = Literal[
    "form",
    "handler",
    "decision",
    "script",
    "called",
    "caller",
    "output",
    "input",
    "instance",
    "gathered",
    "starter",
    "completer",
    "data",
    "store",
]
"""How a variable comes about: entered in a form; given back by a handler, a decision, a script or a called process; handed
over by a calling one; mapped out of or into a step; made for each instance of a repeated step or gathered from all of
them; who started the process or completed a task; a data object; a row of a data store."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable; `entries` are the parts of a context, or of what a list holds. `origin` is the id of an element.

    `own` tells that the very element that was asked about makes it: only what follows its beginning can read it.
    """

    name: str
    kind: VariableKind = "any"
    reason: Reason = "output"
    origin: str = ""
    label: str = ""
    label_en: str = ""
    entries: tuple["Variable", ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What a diagram refers to, by id; what is not known is None or empty.

    `decision` gives what a decision results in (its name does not matter), `handler` what a handler gives back, `callers`
    the processes that call one, each with its call activity.
    """

    form: Callable[[str], Form | None]
    decision: Callable[[str], Variable | None]
    handler: Callable[[str], Sequence[Variable]]
    called: Callable[[str, str], Process | None]
    callers: Callable[[str], Iterable[tuple[Process, CallActivity]]] = lambda process: ()
