"""Timers that are due, and messages and signals that arrive."""

from engine.errors import CommandRejected
from engine.execution import signals
from engine.execution.commands import DeliverMessage, DeliverSignal, FireTimer
from engine.execution.events import SubscriptionClosed, TimerClosed
from engine.execution.instance import Instance
from engine.execution.nodes.reacting import next_timer
from engine.execution.nodes.waits import MessageWait


def fire_timer(instance: Instance, command: FireTimer) -> None:
    """The timer's event happens."""
    timer = instance.open.timers.get(command.token)
    if timer is None:
        raise CommandRejected("The timer is no longer set.", reason="timer_not_open", token=command.token)
    again = next_timer(timer)
    del instance.open.timers[command.token]
    instance.events.append(TimerClosed(token=command.token, outcome="fired"))
    token = instance.tokens[command.token]
    token.task_spec.happen(token, again, {})


def deliver(instance: Instance, command: DeliverMessage) -> None:
    """The message's event happens with its variables."""
    subscription = instance.open.subscriptions.get(command.token)
    if subscription is None or subscription.kind != "message":
        raise CommandRejected(
            "The message is no longer waited for.", reason="subscription_not_open", token=command.token
        )
    del instance.open.subscriptions[command.token]
    instance.events.append(SubscriptionClosed(token=command.token, outcome="delivered"))
    again = MessageWait(subscription.message, subscription.key)
    token = instance.tokens[command.token]
    token.task_spec.happen(token, again, command.variables)


def deliver_signal(instance: Instance, command: DeliverSignal) -> None:
    """Everything that waits for the signal happens with its variables."""
    if not signals.receive(instance, command.signal, command.variables):
        raise CommandRejected(
            "Nothing in the instance waits for the signal.", reason="signal_not_waited_for", signal=command.signal
        )
