"""One case with everything in it that can be cut off: a job, user tasks, a timer, a message, a data store, snapshots."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.runtime.permissions import Actor
from engine.runtime.settings import RuntimeSettings
from tests.process_files import GROUP, catching, chain, message, received, service_task, timer, user_task

WANG = Actor("wang", frozenset({GROUP}))
KINDS = [
    "StartInstance",
    "CompleteJob",
    "CompleteTask",
    "FireTimer",
    "DeliverMessage",
    "DeliverStoreRows",
    "CompleteTask",
]
"""What the journal of a finished case holds, whatever happened on the way."""

HOUR = 3_600_000
DAY = 24 * HOUR

STORE = "numbers"
_KEY = (
    '<bpmn:extensionElements><zeebe:properties><zeebe:property name="key" value="=number"/></zeebe:properties>'
    "</bpmn:extensionElements>"
)
_REFERENCE = f'<bpmn:dataStoreReference id="Row" name="row" dataStoreRef="st">{_KEY}</bpmn:dataStoreReference>'
_WRITES = """<bpmn:dataOutputAssociation id="w"><bpmn:targetRef>Row</bpmn:targetRef><bpmn:assignment>
  <bpmn:from>={checked: check}</bpmn:from><bpmn:to>Row</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>"""
_READS = """<bpmn:property id="p0" name="__targetRef_placeholder"/>
  <bpmn:dataInputAssociation id="r"><bpmn:sourceRef>Row</bpmn:sourceRef><bpmn:targetRef>p0</bpmn:targetRef>
  <bpmn:assignment><bpmn:from>=Row.checked</bpmn:from><bpmn:to>seen</bpmn:to></bpmn:assignment>
  </bpmn:dataInputAssociation>"""


def _with_data(task: str, association: str) -> str:
    return task.replace("</bpmn:userTask>", f"{association}</bpmn:userTask>")


DIAGRAM = chain(
    service_task("register", "register"),
    _with_data(user_task("check"), _WRITES),
    catching("wait", timer("PT1H")),
    catching("reply", received("m")),
    _with_data(user_task("close"), _READS),
    roots=[message("m", "reply", "number"), f'<bpmn:dataStore id="st" name="{STORE}"/>'],
    extra=[_REFERENCE],
)


class Register:
    """A handler whose effect stands in a table of its own, once for each idempotency key."""

    name = "register"
    retries = 3

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        with context.database.begin() as connection:
            connection.execute(
                text("INSERT INTO effect (key, number) VALUES (:key, :number) ON CONFLICT (key) DO NOTHING"),
                {"key": context.idempotency_key, "number": inputs["number"]},
            )
        return {"registered": True}


def prepare(url: str) -> None:
    """Deploy the diagram and make the handler's table."""
    with Engine(url) as engine:
        engine.deploy({"p.bpmn": DIAGRAM}, WANG)
        with engine.database.begin() as connection:
            connection.execute(text("CREATE TABLE effect (key TEXT PRIMARY KEY, number TEXT NOT NULL)"))


def open_engine(url: str, clock: ManualClock, *, distributed: bool = False) -> Engine:
    """An engine that writes a snapshot every second command."""
    settings = RuntimeSettings(snapshot_every=2)
    return Engine(url, {"register": Register()}, clock=clock, settings=settings, distributed=distributed)


def drive(engine: Engine, clock: ManualClock, number: int, acknowledge: Callable[[str], None]) -> None:
    """Take case `number` from its start to its end with fixed command ids, as a client that repeats what it got no
    answer to; `acknowledge` is told every command that was answered."""
    id = engine.start("p", {"number": str(number)}, WANG, command_id=f"start-{number}")
    acknowledge(f"start-{number}")
    engine.run_until_idle()
    _complete(engine, id, "check", number, acknowledge)
    clock.advance(2 * HOUR)
    engine.run_until_idle()
    engine.publish("reply", str(number), {"answer": number}, message_id=f"reply-{number}", time_to_live=30 * DAY)
    acknowledge(f"published-{number}")
    engine.run_until_idle()
    _complete(engine, id, "close", number, acknowledge)


def _complete(engine: Engine, id: str, element: str, number: int, acknowledge: Callable[[str], None]) -> None:
    token = next(task.token for task in engine.case(id).tasks if task.element == element)
    engine.complete(id, token, {element: number}, WANG, command_id=f"{element}-{number}")
    acknowledge(f"{element}-{number}")
