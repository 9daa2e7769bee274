"""Signals (BPMN 2.0.2 §10.5.5): everybody who waits for one receives it, whoever throws it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.execution.events import SubscriptionClosed
from engine.execution.nodes.waits import SignalWait

if TYPE_CHECKING:
    from engine.execution.instance import Instance


def receive(instance: "Instance", signal: str, variables: Mapping[str, Any]) -> bool:
    """Let everything in the instance happen that waits for `signal`, in the order it began to wait; whether any did."""
    waiting = [one for one in instance.open.subscriptions.values() if (one.kind, one.message) == ("signal", signal)]
    for subscription in waiting:
        token = subscription.token
        if instance.open.subscriptions.get(token) is not subscription:
            continue  # an event before it ended what waited here
        del instance.open.subscriptions[token]
        instance.events.append(SubscriptionClosed(token=token, outcome="delivered"))
        receiver = instance.tokens[token]
        receiver.task_spec.happen(receiver, SignalWait(signal), dict(variables))
    return bool(waiting)
