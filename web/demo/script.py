"""The demo's script: what comes in, and how people answer their tasks; one file a procedure, read from YAML.

Values of forms and draws are written in one way (`web.demo.drawing`): a list stands for one of its items, a text that
begins with `=` is FEEL, `{one: …}` is one item of what FEEL gives, `{list: […]}` is the list itself, `{photo: name}` a
generated picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

Form = dict[str, Any]
"""Field values, written as the module says."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to fill in a task, where `when` (FEEL over the case) holds; `weight` is how often it is chosen.

    `hours` replaces the behaviour's; `before_end` says so many hours before the end of the story, at any time of day;
    with `left` nobody does the task.
    """

    form: Form = {}
    weight: float = 1
    when: str = ""
    hours: tuple[float, float] | None = None
    before_end: float | None = None
    left: bool = False


class Behaviour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people do one task: after `hours` of office time (least, most), by one of the `answers`.

    With `claim` somebody takes the task on halfway there. In a story the answers are given `in_turn`: the first the
    first time, the last from then on.
    """

    hours: tuple[float, float] = (0.5, 6.0)
    answers: tuple[Answer, ...] = (Answer(),)
    claim: bool = False
    in_turn: bool = False


class Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is started in an ad-hoc subprocess: these elements, each after `hours` of office time from the last."""

    elements: list[str]
    hours: tuple[float, float] = (0.5, 6.0)


class Wave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`count` arrivals spread over `days`: so many office days before the end of the story (first, last)."""

    days: tuple[float, float]
    count: int = 1


class Arrival(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Cases that come in: `draw` names values that are chosen in turn, `form` and `by` are made from them.

    With `message` nobody starts the case: the message does, with the form as its variables. `tasks` and `leave` make a
    story: other behaviour for tasks of this case, and tasks that nobody does.
    """

    waves: list[Wave]
    form: Form
    by: Any = ""
    message: str = ""
    draw: dict[str, Any] = {}
    tasks: dict[str, Behaviour] = {}
    leave: list[str] = []


class Procedure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: what comes in by this procedure, and how its tasks are done, by element id.

    `left` are tasks that nobody in the demo ever does; `choices` what is started in ad-hoc subprocesses.
    """

    arrivals: dict[str, Arrival] = {}
    tasks: dict[str, Behaviour] = {}
    choices: dict[str, Steps] = {}
    left: list[str] = []


@dataclass(frozen=True, slots=True)
class District:
    """The whole script by process id, and the lists that its values choose from, by name."""

    procedures: Mapping[str, Procedure]
    catalogue: Mapping[str, list[Any]]

    def behaviour(self, process: str, element: str) -> Behaviour | None:
        """How a task is done, None where the script does not say."""
        found = self.procedures.get(process)
        return found.tasks.get(element) if found else None


class ScriptInvalid(ValueError):
    """A file of the demo's script cannot be read or does not fit the procedures; the message names the place."""


def read(folder: Path) -> District:
    """Every `district/<process id>.yaml` and `catalogue/<name>.yaml` of the folder. Raises ScriptInvalid."""
    procedures = {path.stem: _decoded(path, Procedure) for path in sorted((folder / "district").glob("*.yaml"))}
    catalogue = {path.stem: _decoded(path, list[Any]) for path in sorted((folder / "catalogue").glob("*.yaml"))}
    for name, procedure in procedures.items():
        for key, arrival in procedure.arrivals.items():
            if arrival.message and (arrival.tasks or arrival.leave):
                raise ScriptInvalid(f"{name}: {key} is started by a message and cannot be a story.")
    return District(procedures, catalogue)


def _decoded(path: Path, kind: Any) -> Any:
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise ScriptInvalid(f"{path.name}: {error}") from error
