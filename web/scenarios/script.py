"""Scenario files: what may stand in them, and reading them."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from handlers.connectors.systems import SystemId
from web.scenarios.loading import Loader


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must hold now of one case; what is left out is not looked at.

    The case is the one that the scenario started, or the only one of `process` whose variables are `where`. `open` maps
    the name of every open task to the groups it is offered to; `ended` is the name of the end event by which the case
    ended; `variables` are some of the case's; `notified` maps a group or person to parts of the subjects of messages
    sent to it; `documents` is how many documents the case made. `cases` is how many cases there are, by process id.
    `rows` are some rows of data stores, by store and key: some of a row's fields, or null for a row that is not there.
    """

    process: str = ""
    where: dict[str, Any] = {}
    open: dict[str, list[str]] | None = None
    ended: str = ""
    variables: dict[str, Any] = {}
    notified: dict[str, list[str]] = {}
    documents: int | None = None
    cases: dict[str, int] = {}
    rows: dict[str, dict[str, dict[str, Any] | None]] = {}


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the case begins: a person with the start form, a message with variables, or variables alone, as by a call."""

    by: str = ""
    form: dict[str, Any] = {}
    message: str = ""
    variables: dict[str, Any] = {}


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: exactly one of `complete`, `start`, `advance`, `until`, `working_days`, `message`, `expect`.

    `complete` names an open task, of any case or only of `process`, that `by` does with `form`, as filled in on the
    page; `where` tells open tasks of one name apart by their variables; `refused` is the code of the error it must meet, `invalid` the fields at fault.
    `advance` moves the clock by an ISO 8601 duration, `working_days` to the same time so many working days later,
    `until` to a date or date-time. `message` is delivered by name with `key` and `variables`. `start` begins a further
    case beside the first, of `process` or of the scenario's own.
    """

    complete: str = ""
    by: str = ""
    process: str = ""
    start: Start | None = None
    form: dict[str, Any] = {}
    where: dict[str, Any] = {}
    refused: str = ""
    invalid: list[str] = []
    advance: str = ""
    until: str = ""
    working_days: int = 0
    message: str = ""
    key: str = ""
    variables: dict[str, Any] = {}
    expect: Expectation | None = None


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scenario; `clock` is the date-time at which it starts (Asia/Shanghai).

    `given` are rows that data stores hold by then, by store and key, as earlier cases wrote them.
    `outside` are the HTTP statuses that outside systems answer reports with; those left out are not set up.
    `people` are stand-ins that only this scenario has, each with the groups that they belong to.
    """

    name: str
    name_en: str
    process: str
    clock: str
    start: Start
    steps: list[Step]
    given: dict[str, dict[str, Any]] = {}
    outside: dict[SystemId, list[int]] = {}
    people: dict[str, list[str]] = {}


class ScenarioInvalid(ValueError):
    """A scenario file cannot be read; the message names the file and the place."""


_ACTIONS = ("complete", "start", "advance", "until", "working_days", "message", "expect")


def read(path: Path) -> Scenario:
    """The scenario in a YAML file. Raises ScenarioInvalid."""
    return parse(path.read_bytes(), str(path))


def parse(data: bytes, name: str) -> Scenario:
    """The scenario in the bytes of a YAML file called `name`. Raises ScenarioInvalid."""
    try:
        content = yaml.load(data.decode(), Loader)  # noqa: S506 - it is a safe loader
        scenario = msgspec.convert(content, Scenario)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ScenarioInvalid(f"{name}: {error}") from error
    for number, step in enumerate(scenario.steps, 1):
        if sum(bool(getattr(step, action)) for action in _ACTIONS) != 1:
            raise ScenarioInvalid(f"{name}: step {number} must hold exactly one of {', '.join(_ACTIONS)}")
    return scenario
