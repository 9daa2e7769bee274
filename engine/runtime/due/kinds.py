"""The kinds of due work, in the order in which a round goes through them."""

from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.due.kind import Kind
from engine.runtime.due.messages import Messages
from engine.runtime.due.receivers import Receivers
from engine.runtime.due.signals import Signals
from engine.runtime.due.start_timers import StartTimers
from engine.runtime.due.store_reads import StoreReads
from engine.runtime.due.subscriptions import StartSubscriptions, Subscriptions
from engine.runtime.due.timers import Timers
from engine.runtime.starting import Starter


def all_but_jobs(commander: Commander, starter: Starter, definitions: DefinitionCache) -> list[Kind]:
    """Every kind that ends in commands alone; jobs run handlers besides."""
    database, clock = commander.instances.database, commander.clock
    return [
        StoreReads(database, commander),
        Signals(database, clock, commander.settings),
        Receivers(database, commander, starter, definitions),
        Subscriptions(database, clock),
        StartSubscriptions(database, clock),
        Messages(database, commander, starter, definitions),
        Timers(database, commander),
        StartTimers(database, starter, definitions),
    ]
