"""What may happen next in a case, at random."""

import random
from typing import Any

from instance_driver import NOON

from engine.execution import Instance
from engine.execution import commands as c


def next_command(source: random.Random, instance: Instance, number: int) -> c.Command | None:
    """Anything that may happen now."""
    fields: dict[str, Any] = {"id": str(number), "at": NOON, "actor": "kim"}
    able: list[c.Command] = []
    for task in instance.open_user_tasks():
        variables = {"last": number, f"x_{task.element}": source.randint(1, 7)}
        able.append(c.CompleteTask(**fields, token=task.token, variables=variables))
    able += [c.CompleteJob(**fields, token=job.token) for job in instance.jobs()]
    able += [c.FireTimer(**fields, token=timer.token) for timer in instance.timers()]
    for one in instance.subscriptions():
        if one.kind == "signal":
            able.append(c.DeliverSignal(**fields, signal=one.message))
        else:
            able.append(c.DeliverMessage(**fields, token=one.token, message_id=str(number)))
    return source.choice(able) if able else None
