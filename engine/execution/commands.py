"""Commands: the only inputs of an instance. Each is journalled with everything it caused.

`id` makes a command idempotent, `at` is the only clock (milliseconds since 1970-01-01T00:00Z), `actor` is a person's id,
`handler:<name>` or `system`. `behalf` is the person for whom the actor stands in while that one is away, or ''. Tokens
are the integers that events announce.
"""

from typing import Any, TypeAlias

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="command", tag=True, omit_defaults=True):
    """What every command carries; subclasses are told apart by their class name in the journal."""

    id: str
    at: int
    actor: str


def person(actor: str) -> str | None:
    """The person who acts, None where it is a handler or the system."""
    return None if actor in ("", "system") or actor.startswith("handler:") else actor


class StartInstance(Command, frozen=True, kw_only=True):
    """Begin; `start_event` is '' for the only none start event. `variables` go to the root scope.

    Of a start event that needs several messages, `start_event` is the part that has come.
    """

    variables: dict[str, Any] = {}
    start_event: str = ""


def part_of(start_event: str, number: int) -> str:
    """What the message `number` (from 0) of a start event that needs several is called in `StartInstance`."""
    return f"{start_event}#{number}"


class ClaimTask(Command, frozen=True, kw_only=True):
    """The actor takes the user task `token` for themselves."""

    token: int
    behalf: str = ""


class AssignTask(Command, frozen=True, kw_only=True):
    """The user task `token` is given to `assignee` by somebody who answers for the running, for a `reason` where it names
    who may do it."""

    token: int
    assignee: str
    reason: str = ""


class ReleaseTask(Command, frozen=True, kw_only=True):
    """The assignee gives the user task back to its candidates."""

    token: int
    behalf: str = ""


class CompleteTask(Command, frozen=True, kw_only=True):
    """The user task `token` is done with these form values."""

    token: int
    variables: dict[str, Any] = {}
    behalf: str = ""


class CompleteJob(Command, frozen=True, kw_only=True):
    """A handler finished the job `token`."""

    token: int
    variables: dict[str, Any] = {}


class FailJob(Command, frozen=True, kw_only=True):
    """A handler failed; with `retries` left it is tried again at `retry_at`, with none an incident is raised.

    `code` and `details` are those of the handler's `EngineError`, so that the incident can be said in any language;
    `message` is English.
    """

    token: int
    message: str
    retries: int
    retry_at: int = 0
    code: str = ""
    details: dict[str, str] = {}


class ThrowError(Command, frozen=True, kw_only=True):
    """A handler ended the job `token` with a BPMN error (BPMN 2.0.2 §10.5.6); uncaught, it is an incident."""

    token: int
    error: str
    message: str = ""
    variables: dict[str, Any] = {}


class ActivateElement(Command, frozen=True, kw_only=True):
    """Start the step `element` of the open ad-hoc subprocess `token` (BPMN 2.0.2 §10.3.5)."""

    token: int
    element: str
    behalf: str = ""


class CompleteAdHoc(Command, frozen=True, kw_only=True):
    """Nothing more is to be started in the ad-hoc subprocess `token`, which has no completion condition."""

    token: int
    behalf: str = ""


class FireTimer(Command, frozen=True, kw_only=True):
    """The timer `token` is due."""

    token: int


class DeliverMessage(Command, frozen=True, kw_only=True):
    """The subscription `token` receives the message `message_id`."""

    token: int
    message_id: str
    variables: dict[str, Any] = {}


class DeliverSignal(Command, frozen=True, kw_only=True):
    """Everything in this instance that waits for `signal` receives it; rejected when nothing does."""

    signal: str
    variables: dict[str, Any] = {}


class DeliverStoreRows(Command, frozen=True, kw_only=True):
    """The rows that the element `token` asked for, in that order; null for one that is not there."""

    token: int
    rows: list[Any]


class ResolveIncident(Command, frozen=True, kw_only=True):
    """Try the element of the incident `token` again; a job gets `retries` anew. `variables` mend the scope first."""

    token: int
    retries: int = 1
    variables: dict[str, Any] = {}


class MigrateInstance(Command, frozen=True, kw_only=True):
    """Go on by another version of the process: `definition` (its hash and `version`) instead of `before`.

    `elements` tells which element of the new version each old one is, where that is not the one with the same id; one of
    a called process is written `process:element` on the left. Refused as a whole (`MigrationRefused`) where one place of
    the case does not exist there. `plan` names the plan of a migration of many cases, or is ''.
    """

    before: str
    definition: str
    version: int
    elements: dict[str, str] = {}
    plan: str = ""


class CancelInstance(Command, frozen=True, kw_only=True):
    """End the instance without going on."""

    reason: str = ""


AnyCommand: TypeAlias = (
    StartInstance
    | ClaimTask
    | AssignTask
    | ReleaseTask
    | CompleteTask
    | CompleteJob
    | FailJob
    | ThrowError
    | ActivateElement
    | CompleteAdHoc
    | FireTimer
    | DeliverMessage
    | DeliverSignal
    | DeliverStoreRows
    | ResolveIncident
    | MigrateInstance
    | CancelInstance
)
