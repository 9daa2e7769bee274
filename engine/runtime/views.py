"""What the engine shows of definitions, instances, tasks and incidents: values for pages, no behaviour.

Times are milliseconds since 1970 (0 for none). `name` is the diagram's, `name_en` its English name or ''.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagrams.forms import Form


@dataclass(frozen=True, slots=True)
class DeployedDefinition:
    """One process of a deployment; `is_new` is False where the same content was deployed before.

    `amendments` are the marks of the governed changes that it keeps, `replaces` the hash of what was current before: ''
    for nothing, its own where nothing changed.
    """

    process_id: str
    version: int
    hash: str
    is_new: bool
    amendments: tuple[str, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A governed change in force: `mark` is its number, `actor` who confirmed it, the files are SHA-256 (hex)."""

    process_id: str
    version: int
    mark: str
    reason: str
    actor: str
    amended_at: int
    file_before: str
    file_after: str


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A deployed definition; `start_events` maps the ids of its start events to none, message, timer or signal."""

    hash: str
    process_id: str
    version: int
    version_tag: str
    name: str
    name_en: str
    deployed_at: int
    deployed_by: str
    is_current: bool
    start_events: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What one command did: the instance's sequence after it; `repeated` when its id had been applied before."""

    instance_id: str
    seq: int
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlace:
    """Where something open stands. `element_process` is the process whose diagram holds `element` (a called one or the
    instance's own); `process_id` is the instance's own."""

    instance_id: str
    token: int
    element: str
    element_process: str
    name: str
    name_en: str
    process_id: str
    process_name: str
    process_name_en: str
    case_number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow(OpenPlace):
    """An open user task in a list."""

    due: int
    follow_up: int
    priority: int
    opened_at: int
    assignee: str
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    excluded_users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of tasks; `next` is the cursor of the page after it, '' on the last."""

    rows: tuple[TaskRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """One open user task with its form (None where it has none) and the variables visible to it."""

    row: TaskRow
    form: Form | None
    variables: Mapping[str, Any]
    documentation: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow(OpenPlace):
    """An open ad-hoc subprocess in a list: somebody may choose there what to start."""

    opened_at: int
    candidate_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """A page of open ad-hoc subprocesses, oldest first; `next` as in `TaskPage`."""

    rows: tuple[ChoiceRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One open ad-hoc subprocess: all its `choices`, those `startable` now, and the tokens `running` inside.

    `by_hand`: it ends when somebody says that nothing more is to be started. `sequential`: one step at a time.
    """

    row: ChoiceRow
    choices: tuple[str, ...]
    startable: tuple[str, ...]
    running: tuple[int, ...]
    by_hand: bool
    sequential: bool


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A user task of a case, open or done: who did it before me. `state` is open, completed or cancelled."""

    token: int
    element: str
    name: str
    name_en: str
    state: str
    assignee: str
    opened_at: int
    closed_at: int
    closed_by: str


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """An instance in a list; `status` is active, completed, terminated or cancelled."""

    id: str
    definition_hash: str
    process_id: str
    process_name: str
    process_name_en: str
    version: int
    seq: int
    status: str
    started_at: int
    started_by: str
    ended_at: int
    case_number: str
    title: str
    incidents: int


@dataclass(frozen=True, slots=True)
class InstancePage:
    """A page of instances, newest first; `next` as in `TaskPage`."""

    rows: tuple[InstanceRow, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow(OpenPlace):
    """An open incident; `message` is English, `kind` and `details` make the translated sentence."""

    kind: str
    message: str
    details: Mapping[str, str]
    raised_at: int


@dataclass(frozen=True, slots=True)
class ActiveElement:
    """An element that holds a token now; `process` is the id of the process whose diagram holds it."""

    token: int
    element: str
    process: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One command of a case as the journal's columns say it; `kind` is the command's class name."""

    seq: int
    at: int
    actor: str
    kind: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the page of a case shows."""

    instance: InstanceRow
    variables: Mapping[str, Any]
    active: tuple[ActiveElement, ...]
    open_tasks: tuple[TaskRow, ...]
    tasks: tuple[TaskRecord, ...]
    choices: tuple[ChoiceRow, ...]
    incidents: tuple[IncidentRow, ...]
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is, for the head of a page or a monitor."""

    active_instances: int
    open_tasks: int
    open_incidents: int
    waiting_jobs: int
    waiting_timers: int
    waiting_messages: int
