"""Timers that are due and messages that arrive."""

from collections.abc import Mapping
from typing import Any

from engine.errors import CommandRejected
from engine.execution.commands import DeliverMessage, FireTimer
from engine.execution.events import SubscriptionClosed, TimerClosed
from engine.execution.instance import Instance
from engine.execution.nodes.boundary import BoundarySpec, next_timer
from engine.execution.nodes.waits import MessageWait, Wait


def fire_timer(instance: Instance, command: FireTimer) -> None:
    """The timer's event happens."""
    timer = instance.open.timers.get(command.token)
    if timer is None:
        raise CommandRejected("The timer is no longer set.", reason="timer_not_open", token=command.token)
    again = next_timer(timer)
    del instance.open.timers[command.token]
    instance.events.append(TimerClosed(token=command.token, outcome="fired"))
    _happen(instance, command.token, again, {})


def deliver(instance: Instance, command: DeliverMessage) -> None:
    """The message's event happens with its variables."""
    subscription = instance.open.subscriptions.get(command.token)
    if subscription is None:
        raise CommandRejected(
            "The message is no longer waited for.", reason="subscription_not_open", token=command.token
        )
    del instance.open.subscriptions[command.token]
    instance.events.append(SubscriptionClosed(token=command.token, outcome="delivered"))
    again = MessageWait(subscription.message, subscription.key)
    _happen(instance, command.token, again, command.variables)


def _happen(instance: Instance, number: int, again: Wait | None, result: Mapping[str, Any]) -> None:
    token = instance.tokens[number]
    spec = token.task_spec
    if isinstance(spec, BoundarySpec):
        spec.fire(token, again, result)
    else:
        token.proceed(result)
