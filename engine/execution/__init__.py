"""The deterministic token core: commands in, events out; no clock, no chance, no I/O.

program = compile(definition)
instance = Instance.create(program)
events = apply(instance, StartInstance(id="…", at=0, actor="system"))
instance = Instance.restore(program, instance.snapshot())
"""

from engine.execution.dispatch import apply
from engine.execution.instance import Instance
from engine.execution.open_work import OpenAdHoc, OpenIncident, OpenJob, OpenSubscription, OpenTimer, OpenUserTask
from engine.execution.program import Program, compile

__all__ = [
    "Instance",
    "OpenAdHoc",
    "OpenIncident",
    "OpenJob",
    "OpenSubscription",
    "OpenTimer",
    "OpenUserTask",
    "Program",
    "apply",
    "compile",
]
