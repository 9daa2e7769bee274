"""What an instance waits for: records that callers read and that snapshots hold, by the token of their element."""

from typing import Literal

import msgspec

from engine.execution.standstill import Kind


class OpenRecord(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """Where it stands: the activation, its element, and the called process's id ('' in the instance's own process)."""

    token: int
    element: str
    process: str


class OpenUserTask(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """`due` and `follow_up` are milliseconds since 1970, 0 for none; `excluded_users` may not do it."""

    form: str = ""
    assignee: str = ""
    candidate_groups: list[str] = []
    candidate_users: list[str] = []
    due: int = 0
    follow_up: int = 0
    priority: int = 50
    excluded_users: list[str] = []


class OpenJob(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """`retries` is how often it may still be tried; 0 while its incident is unresolved."""

    type: str
    retries: int
    headers: dict[str, str] = {}


class OpenTimer(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """`due` in milliseconds since 1970; `cycle` is the repeating text and `repetitions` how often it fires afterwards.

    `since` is when it was set, from where a changed timer is reckoned anew.
    """

    due: int
    cycle: str = ""
    repetitions: int = 0
    since: int = 0


class OpenSubscription(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """Waits for the message `message` with the correlation key `key`, or for the signal `message`."""

    message: str
    key: str
    kind: Literal["message", "signal"] = "message"


class OpenCondition(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """Waits until its condition becomes true; `holds` is what it was when it was last asked."""

    holds: bool = False


class OpenIncident(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """The element stands still; see `events.IncidentRaised`."""

    kind: Kind
    message: str
    details: dict[str, str] = {}


class OpenAdHoc(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """An ad-hoc subprocess in which the elements `choices` may be started, any of them more than once.

    Only the `candidate_groups` may, or everybody where there are none. `by_hand`: it ends when somebody says so.
    """

    choices: list[str]
    candidate_groups: list[str] = []
    by_hand: bool = False


class OpenStoreRead(OpenRecord, frozen=True, array_like=True, omit_defaults=True):
    """The element begins once it has these `rows` of data stores: (store, key) each."""

    rows: list[tuple[str, str]]


class OpenWork(msgspec.Struct, array_like=True):
    """Everything open, each kind by token, in the order it was opened."""

    user_tasks: dict[int, OpenUserTask] = {}
    jobs: dict[int, OpenJob] = {}
    timers: dict[int, OpenTimer] = {}
    subscriptions: dict[int, OpenSubscription] = {}
    incidents: dict[int, OpenIncident] = {}
    conditions: dict[int, OpenCondition] = {}
    ad_hoc: dict[int, OpenAdHoc] = {}
    store_reads: dict[int, OpenStoreRead] = {}

    def waits(self) -> bool:
        """Whether anybody or anything can still move the instance; a condition needs something else to do so."""
        by_hand = self.user_tasks or self.incidents or self.ad_hoc
        return bool(by_hand or self.jobs or self.timers or self.subscriptions or self.store_reads)
