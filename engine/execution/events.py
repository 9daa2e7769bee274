"""Events: everything a command caused, in order. Projections, replay and the audit page read nothing else.

`token` is the number of one activation of one element in this instance; it is never reused. A user task, job, timer,
subscription or incident is known by the token of its element. `scope` is the token of the enclosing subprocess, call or
multi-instance activation, 0 for the process itself. `process` is '' in the instance's own process and the called
process's id inside a call activity.

Positions can be told from events alone: an activation is under way from its ElementActivated to its ElementCompleted or
ElementCancelled, and stands on another element after its ElementMigrated. A joining gateway is activated by its first arrival and completes when it fires. A boundary event is
activated when it fires; until then only its TimerOpened or SubscriptionOpened is there, and one that does not interrupt
opens anew under another token. So do the parts of an event with several triggers, and the start event of an event
subprocess, whose activation lies inside that of the subprocess. Undoing a completed subprocess is another activation of
it, around the handlers inside. A multi-instance activity has an activation of its own around those of its instances.
An incident that ends with its cancelled element is resolved, too.
"""

from typing import Any, Literal, TypeAlias

import msgspec

from engine.execution.standstill import Kind


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag=True, omit_defaults=True):
    """Root of all events; told apart by their class name in the journal."""


class InstanceStarted(Event, frozen=True, kw_only=True):
    process: str
    start_event: str


class InstanceEnded(Event, frozen=True, kw_only=True):
    outcome: Literal["completed", "terminated", "cancelled"]
    reason: str = ""


class InstanceMigrated(Event, frozen=True, kw_only=True):
    """The case goes on by the definition `definition` of `version` (before: `before`, hashes).

    `named` are the variables by which the new version names the case, where these are others than before.
    """

    before: str
    definition: str
    version: int
    named: dict[str, Any] = {}


class ElementMigrated(Event, frozen=True, kw_only=True):
    """The token now stands on `element`, which the version before called `before`."""

    token: int
    element: str
    before: str
    process: str = ""


class ElementActivated(Event, frozen=True, kw_only=True):
    """A token entered the element. `iteration` counts from 1 inside a multi-instance activity."""

    token: int
    element: str
    process: str = ""
    scope: int = 0
    iteration: int = 0


class ElementCompleted(Event, frozen=True, kw_only=True):
    token: int
    element: str
    process: str = ""


class ElementCancelled(Event, frozen=True, kw_only=True):
    """The activation ended without completing (boundary event, terminate, completion condition, cancel)."""

    token: int
    element: str
    process: str = ""


class FlowTaken(Event, frozen=True, kw_only=True):
    flow: str
    process: str = ""


class ConditionsEvaluated(Event, frozen=True, kw_only=True):
    """The condition values of one gateway, by flow id."""

    token: int
    element: str
    values: dict[str, bool]
    process: str = ""


class VariablesSet(Event, frozen=True, kw_only=True):
    """Variables of one scope got new values (0: the process's own).

    The variables of a called process have the call's token. The output collection of a multi-instance activity is said
    once, when it is complete.
    """

    scope: int
    values: dict[str, Any]


class DecisionEvaluated(Event, frozen=True, kw_only=True):
    """A decision's inputs, the ids of the rules that matched, and its result (DMN 1.5 §8)."""

    token: int
    decision: str
    inputs: dict[str, Any]
    rules: list[str]
    result: Any


class UserTaskOpened(Event, frozen=True, kw_only=True):
    """`due` and `follow_up` are milliseconds since 1970, 0 for none; `excluded_users` may not do the task."""

    token: int
    element: str
    process: str = ""
    form: str = ""
    assignee: str = ""
    candidate_groups: list[str] = []
    candidate_users: list[str] = []
    due: int = 0
    follow_up: int = 0
    priority: int = 50
    excluded_users: list[str] = []


class UserTaskAssigned(Event, frozen=True, kw_only=True):
    """`assignee` is '' after a release."""

    token: int
    assignee: str


class UserTaskChanged(Event, frozen=True, kw_only=True):
    """An open task has another form or priority, or other people may do it: `added` and `removed` are their names by
    kind (group, user, excluded). Who holds it and its dates stay."""

    token: int
    element: str
    form: str
    priority: int
    added: dict[str, list[str]] = {}
    removed: dict[str, list[str]] = {}
    process: str = ""


class UserTaskClosed(Event, frozen=True, kw_only=True):
    token: int
    outcome: Literal["completed", "cancelled"]


class JobOpened(Event, frozen=True, kw_only=True):
    """A handler is to run; also says so again when an incident is resolved or a retry is due."""

    token: int
    element: str
    type: str
    retries: int
    process: str = ""
    headers: dict[str, str] = {}


class JobFailed(Event, frozen=True, kw_only=True):
    """With no `retries` left, an IncidentRaised follows and the job rests until the incident is resolved."""

    token: int
    message: str
    retries: int
    retry_at: int = 0


class JobChanged(Event, frozen=True, kw_only=True):
    """The job that rests with its incident is another one; it runs when the incident is resolved."""

    token: int
    element: str
    type: str
    process: str = ""
    headers: dict[str, str] = {}


class JobClosed(Event, frozen=True, kw_only=True):
    token: int
    outcome: Literal["completed", "error", "cancelled"]


class TimerOpened(Event, frozen=True, kw_only=True):
    """Due at `due` (milliseconds since 1970)."""

    token: int
    element: str
    due: int
    process: str = ""


class TimerClosed(Event, frozen=True, kw_only=True):
    token: int
    outcome: Literal["fired", "cancelled"]


class SubscriptionOpened(Event, frozen=True, kw_only=True):
    """Waits for a message with a key, or for a signal of the name `message` (`kind`), which has no key."""

    token: int
    element: str
    message: str
    key: str
    process: str = ""
    kind: Literal["message", "signal"] = "message"


class SubscriptionClosed(Event, frozen=True, kw_only=True):
    token: int
    outcome: Literal["delivered", "cancelled"]


class MessageThrown(Event, frozen=True, kw_only=True):
    """A message leaves the instance; `number` counts the instance's throws and names the message's id."""

    token: int
    element: str
    message: str
    key: str
    number: int
    variables: dict[str, Any] = {}
    time_to_live: int = 0
    process: str = ""


class ConditionOpened(Event, frozen=True, kw_only=True):
    """Waits until a condition becomes true."""

    token: int
    element: str
    process: str = ""


class ConditionClosed(Event, frozen=True, kw_only=True):
    token: int
    outcome: Literal["fired", "cancelled"]


class SignalThrown(Event, frozen=True, kw_only=True):
    """A signal is broadcast; whoever waits for it in this instance has it already. `number` is as in MessageThrown."""

    token: int
    element: str
    signal: str
    number: int
    variables: dict[str, Any] = {}
    process: str = ""


class EscalationThrown(Event, frozen=True, kw_only=True):
    """An escalation was thrown; `caught_by` is the catching event's id, '' when nothing caught it and all goes on."""

    token: int
    escalation: str
    caught_by: str = ""


class CompensationThrown(Event, frozen=True, kw_only=True):
    """Completed work is to be undone; `activities` are their elements in the order in which that happens."""

    token: int
    activity: str = ""
    activities: list[str] = []


class ErrorThrown(Event, frozen=True, kw_only=True):
    """A BPMN error was thrown; `caught_by` is the catching event's id, '' when nothing caught it."""

    token: int
    error: str
    caught_by: str = ""


class AdHocOpened(Event, frozen=True, kw_only=True):
    """Somebody may start the elements `choices` of an ad-hoc subprocess, and end it where that is done `by_hand`."""

    token: int
    element: str
    choices: list[str]
    process: str = ""
    candidate_groups: list[str] = []
    by_hand: bool = False


class AdHocChanged(Event, frozen=True, kw_only=True):
    """Other steps can be started there, or other groups may: those `added`, no longer those `removed`."""

    token: int
    element: str
    choices: list[str]
    process: str = ""
    added: list[str] = []
    removed: list[str] = []


class AdHocClosed(Event, frozen=True, kw_only=True):
    """Nothing can be started there any more; what is running may go on."""

    token: int
    outcome: Literal["completed", "cancelled"]


class StoreReadOpened(Event, frozen=True, kw_only=True):
    """The element begins once it has the `rows` of data stores that it reads: (store, key) each."""

    token: int
    element: str
    rows: list[tuple[str, str]]
    process: str = ""


class StoreReadClosed(Event, frozen=True, kw_only=True):
    token: int
    outcome: Literal["read", "cancelled"]


class StoreRowWritten(Event, frozen=True, kw_only=True):
    """The row `key` of the data store `store` is now `value`; null deletes it."""

    token: int
    element: str
    store: str
    key: str
    value: Any
    process: str = ""


class IncidentRaised(Event, frozen=True, kw_only=True):
    """The element stands still until somebody resolves it. `kind` names what failed; `details` fill its sentence."""

    token: int
    element: str
    kind: Kind
    message: str
    process: str = ""
    details: dict[str, str] = {}


class IncidentResolved(Event, frozen=True, kw_only=True):
    token: int


AnyEvent: TypeAlias = (
    InstanceStarted
    | InstanceEnded
    | InstanceMigrated
    | ElementMigrated
    | ElementActivated
    | ElementCompleted
    | ElementCancelled
    | FlowTaken
    | ConditionsEvaluated
    | VariablesSet
    | DecisionEvaluated
    | UserTaskOpened
    | UserTaskAssigned
    | UserTaskChanged
    | UserTaskClosed
    | JobOpened
    | JobFailed
    | JobChanged
    | JobClosed
    | TimerOpened
    | TimerClosed
    | SubscriptionOpened
    | SubscriptionClosed
    | MessageThrown
    | ConditionOpened
    | ConditionClosed
    | SignalThrown
    | EscalationThrown
    | CompensationThrown
    | ErrorThrown
    | AdHocOpened
    | AdHocChanged
    | AdHocClosed
    | StoreReadOpened
    | StoreReadClosed
    | StoreRowWritten
    | IncidentRaised
    | IncidentResolved
)
