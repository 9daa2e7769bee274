"""The engine's tables. `journal` is the truth; `deployment` what it ran by; every other table can be rebuilt from these."""

from engine.store.tables.data_stores import data_store_row, store_read
from engine.store.tables.deployment import amendment, definition, resource, start_subscription, start_timer
from engine.store.tables.instance import instance
from engine.store.tables.journal import journal, snapshot
from engine.store.tables.messaging import message, signal, signal_receiver, subscription, timer
from engine.store.tables.work import ad_hoc, incident, job, task_candidate, user_task

__all__ = [
    "ad_hoc",
    "amendment",
    "data_store_row",
    "definition",
    "incident",
    "instance",
    "job",
    "journal",
    "message",
    "resource",
    "signal",
    "signal_receiver",
    "snapshot",
    "start_subscription",
    "start_timer",
    "store_read",
    "subscription",
    "task_candidate",
    "timer",
    "user_task",
]
