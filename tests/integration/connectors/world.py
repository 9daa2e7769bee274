"""An installation that outside systems reach by HTTP: a small procedure with the real report form."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from handlers.connectors.http import send
from handlers.connectors.systems import NAMES, OutsideSystem, SystemId, token_hash
from handlers.registry import load
from tests.process_files import END, file, flow, message, process, received, user_task
from web import create_app
from web.organisation import Unit
from web.organisation.registry import choices
from web.settings import Settings

FORM = Path(__file__).parents[3] / "processes/case_intake/problem_report.form.json"
CLERK = Actor("clerk", frozenset({"dispatcher@jiangchuan"}))
TOKENS: dict[SystemId, str] = {id: f"{id}-token-0123456789" for id in NAMES}
PROBLEM = {
    "street": "jiangchuan",
    "title": "剑川路路灯不亮",
    "kind": "facility",
    "description": "连续三盏路灯不亮。",
    "location": "剑川路600号",
}

_UNITS = [Unit("jiangchuan", "江川路街道", "Jiangchuan Road Street", "street")]
_PROPERTIES = "".join(
    f'<zeebe:property name="{name}" value="{value}"/>'
    for name, value in (
        ("caseNumberVariable", "caseNumber"),
        ("titleVariable", "title"),
        ("mergedIntoVariable", "originalCaseNumber"),
    )
)
INTAKE = file(
    process(
        '<bpmn:startEvent id="pushed"><bpmn:messageEventDefinition messageRef="Reported"/></bpmn:startEvent>',
        '<bpmn:startEvent id="typed"><bpmn:extensionElements><zeebe:formDefinition formId="problem_report"/>'
        "</bpmn:extensionElements></bpmn:startEvent>",
        '<bpmn:exclusiveGateway id="both"/>',
        user_task("register"),
        user_task("handle"),
        f'<bpmn:boundaryEvent id="added" attachedToRef="handle" cancelActivity="false">{received("Updated")}'
        "</bpmn:boundaryEvent>",
        user_task("read"),
        '<bpmn:endEvent id="seen"/>',
        '<bpmn:exclusiveGateway id="merged" default="merged-handle"/>',
        END,
        flow("pushed", "both"),
        flow("typed", "both"),
        flow("both", "register"),
        flow("register", "merged"),
        flow("merged", "handle"),
        flow("merged", "end", "=originalCaseNumber != null or refused = true"),
        flow("handle", "end"),
        flow("added", "read"),
        flow("read", "seen"),
        id="intake",
        properties=_PROPERTIES,
    ),
    roots=[message("Reported", "case-reported"), message("Updated", "case-updated", "caseNumber")],
)


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    json: dict[str, Any]


@dataclass
class Installation:
    """The server, and calls to it as an outside system."""

    engine: Engine
    clock: ManualClock
    address: str
    settings: Settings = field(repr=False)

    def call(
        self,
        path: str,
        body: Any = None,
        *,
        system: SystemId = "hotline",
        key: str = "key-0001",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """POST a body (JSON, or bytes as they are), or GET without one."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {
            "Authorization": f"Bearer {TOKENS[system]}",
            "Content-Type": "application/json",
            **({"Idempotency-Key": key} if key else {}),
            **(headers or {}),
        }
        answer = send("GET" if data is None else "POST", f"{self.address}{path}", data, sent, 30)
        return Reply(answer.status, json.loads(answer.body))

    def report(self, key: str = "key-0001", system: SystemId = "hotline", **fields: Any) -> Reply:
        return self.call("reports", {"fields": PROBLEM | fields, "reference": "HL-1"}, key=key, system=system)

    def standing(self, receipt: str, system: SystemId = "hotline") -> Reply:
        return self.call(f"receipts/{receipt}", system=system)

    def complete(self, task: str, **values: Any) -> None:
        """Do the only open task of this name, and what follows from it."""
        (row,) = [row for row in self.engine.inbox(CLERK).rows if row.element == task]
        self.engine.complete(row.instance_id, row.token, values, CLERK)
        self.engine.run_until_idle()

    def cases(self) -> int:
        self.engine.run_until_idle()
        return len(self.engine.instances().rows)


@contextmanager
def installed(url: str, *, deployed: bool = True, pushes_per_minute: int = 1000) -> Iterator[Installation]:
    """The application on a migrated database, listening on a loopback port."""
    clock = ManualClock()
    outside = {id: OutsideSystem(id=id, push_hashes=(token_hash(TOKENS[id]),)) for id in NAMES}
    settings = Settings(secret_key="k" * 64, outside=outside, pushes_per_minute=pushes_per_minute)
    with Engine(url, load(outside), clock=clock, organisation=lambda now: choices(_UNITS, now)) as engine:
        if deployed:
            engine.deploy({"intake.bpmn": INTAKE, FORM.name: FORM.read_bytes()}, Actor("policy"))
        app = create_app(settings, engine)
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Installation(engine, clock, f"http://127.0.0.1:{server.server_port}/api/", settings)
        finally:
            server.shutdown()
            server.server_close()
