"""Withdrawing what a cancelled token kept open."""

from engine.execution.events import (
    AdHocClosed,
    AnyEvent,
    ConditionClosed,
    IncidentResolved,
    JobClosed,
    StoreReadClosed,
    SubscriptionClosed,
    TimerClosed,
    UserTaskClosed,
)
from engine.execution.open_work import OpenWork


def close_open_work(work: OpenWork, token: int, events: list[AnyEvent]) -> None:
    """Remove every open record of `token` and append what says so; an incident goes with its element."""
    if work.user_tasks.pop(token, None) is not None:
        events.append(UserTaskClosed(token=token, outcome="cancelled"))
    if work.jobs.pop(token, None) is not None:
        events.append(JobClosed(token=token, outcome="cancelled"))
    close_waits(work, token, events)
    if work.ad_hoc.pop(token, None) is not None:
        events.append(AdHocClosed(token=token, outcome="cancelled"))
    if work.store_reads.pop(token, None) is not None:
        events.append(StoreReadClosed(token=token, outcome="cancelled"))
    if work.incidents.pop(token, None) is not None:
        events.append(IncidentResolved(token=token))


def close_waits(work: OpenWork, token: int, events: list[AnyEvent]) -> None:
    """The same for what `token` waits for."""
    if work.timers.pop(token, None) is not None:
        events.append(TimerClosed(token=token, outcome="cancelled"))
    if work.subscriptions.pop(token, None) is not None:
        events.append(SubscriptionClosed(token=token, outcome="cancelled"))
    if work.conditions.pop(token, None) is not None:
        events.append(ConditionClosed(token=token, outcome="cancelled"))
