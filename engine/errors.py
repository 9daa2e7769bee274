"""The errors the engine raises, in one tree.

EngineError
├── Refused                a diagram, table or form that may not be deployed: carries findings
│   └── UnsafeXml          bytes that are not read at all: too big, too deep, entities, not XML
├── FeelError              an expression that cannot be parsed or evaluated
│   ├── FeelSyntaxError
│   └── FeelLimitExceeded  it takes more steps than it may; the same on every machine
├── FeelUnavailable        this machine was too slow or too small for an expression; nothing happened
├── DecisionError          a decision's rules contradict each other, or a value breaks its type
├── NotFound               no such definition, instance, task, job, incident …
├── CommandRejected        the command does not fit the present state; nothing happened
│   ├── TaskNotOpen        somebody completed or withdrew it first
│   ├── TaskAlreadyClaimed somebody else holds it
│   ├── NotAllowed         the actor is no candidate of the task
│   ├── ExcludedUser       the diagram keeps the actor from the task: four-eyes, conflict of interest
│   ├── InvalidForm        the submitted fields break the form's rules
│   └── MigrationRefused   the case stands where the other version has no place for it: carries obstacles
├── TooManyRows            more rows of a data store than are read at a time
├── AmendmentsLost         files to be deployed lack governed changes that are in force
├── ConcurrentUpdate       another worker moved the instance first, again and again
└── JournalBroken          a replay or a hash does not match what the journal says

Every error holds a message `code` and `details`, so that the web can say it in the user's language;
`str(error)` is a complete English sentence for logs and the command line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "info"]
"""An error keeps a file from being deployed; a warning says what will surprise; an info what was not looked at."""


class EngineError(Exception):
    """Root of everything the engine raises on purpose."""

    code: ClassVar[str] = "engine_error"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a file, said so that its author can mend it.

    `rule` is the stable id of the rule; `element` and `name` locate the place (empty when the whole file is meant);
    `message` and `remedy` are English; `parameters` fill the translated sentence whose catalogue key is `rule`.
    """

    rule: str
    file: str
    element: str
    name: str
    message: str
    remedy: str
    line: int = 0
    parameters: dict[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.element} ({self.name})" if self.name else self.element
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {place}: {self.message} {self.remedy}" if place else f"{where}: {self.message} {self.remedy}"


class Refused(EngineError):
    """A file may not be deployed; `findings` lists every reason."""

    code = "refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


class UnsafeXml(Refused):
    """The bytes were not even read as a diagram: size, depth, entities, network or syntax."""

    code = "unsafe_xml"


class FeelError(EngineError):
    """A FEEL expression failed; `details` holds `expression` and `reason`."""

    code = "feel_error"


class FeelSyntaxError(FeelError):
    """A FEEL expression cannot be parsed."""

    code = "feel_syntax"


class FeelLimitExceeded(FeelError):
    """A FEEL expression takes more steps than it may: on every machine, however often it is tried.

    `details` holds `limit`, too, which is `steps`, or `size` for variables that are too long to be looked at.
    """

    code = "feel_limit"


class FeelUnavailable(EngineError):
    """This machine was too slow or too small for a FEEL expression within the limits of steps.

    That says nothing about the expression, so it may not decide about a case: nothing was changed, and trying again is
    safe. `details` holds `reason`, which is `time`, `memory` or `stack`.
    """

    code = "feel_unavailable"


class DecisionError(EngineError):
    """A decision has no answer: its rules contradict each other, or a value breaks its type or allowed values.

    `details` holds `decision` (its id), `reason` and `rules` (ids).
    """

    code = "decision_error"


class NotFound(EngineError):
    """What was asked for does not exist; `details` holds `kind` and `id`."""

    code = "not_found"


class CommandRejected(EngineError):
    """The command does not fit the present state of the instance; nothing was changed."""

    code = "rejected"


class TaskNotOpen(CommandRejected):
    """The user task is no longer open; `details` may hold `by` and `at` of whoever was first."""

    code = "task_not_open"


class TaskAlreadyClaimed(CommandRejected):
    """Somebody else holds the user task; `details` holds `by`."""

    code = "task_already_claimed"


class NotAllowed(CommandRejected):
    """The actor is neither the assignee nor a candidate."""

    code = "not_allowed"


class ExcludedUser(CommandRejected):
    """The diagram keeps this person from the user task, though they may be a candidate; `details` holds `person`."""

    code = "excluded_user"


class InvalidForm(CommandRejected):
    """The submitted fields break the form's rules; `details['errors']` maps field keys to `forms.FieldError`."""

    code = "invalid_form"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps one activation (`token`) of a case from going on by another version of the process.

    `code` is the reason, `element`, `name` and `name_en` the place (`process` is '' in the instance's own process); `details` fill
    the sentence that `engine.execution.migration.sentence` makes of it, in Chinese or English.
    """

    code: str
    token: int
    element: str
    process: str
    name: str
    details: dict[str, str] = field(default_factory=dict)
    name_en: str = ""


class MigrationRefused(CommandRejected):
    """The case cannot go on by the other version; `obstacles` lists every place and reason. Nothing was changed."""

    code = "migration_refused"

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        places = ", ".join(f"{one.element} ({one.code})" for one in obstacles)
        super().__init__(f"The case cannot go on by the other version: {places}.", reason="obstacles")
        self.obstacles = tuple(obstacles)


class TooManyRows(EngineError):
    """More rows of a data store fit than are read at a time; `details` holds `store` and `limit`."""

    code = "too_many_rows"


class AmendmentsLost(EngineError):
    """The files lack governed changes of a process; details `process_id` and `marks`. Nothing was deployed."""

    code = "amendments_lost"


class ConcurrentUpdate(EngineError):
    """Other workers moved the instance first on every attempt; trying again later is safe."""

    code = "concurrent_update"


class JournalBroken(EngineError):
    """The journal contradicts itself or its re-execution; `details` names the instance, the sequence and the place."""

    code = "journal_broken"
