"""The procedure that a small district works by under load, and the people who do: everything a case can wait for.

A report pushed by the hotline opens a case; a handler numbers it; a clerk looks at it, which writes a row of a data
store; a second passes; the hotline adds to it; a handler notifies; a clerk closes it, who is shown the row.
"""

import itertools
import json
from hashlib import sha256

from engine.runtime.clock import SystemClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store.database import open_database
from tests.process_files import (
    END,
    GROUP,
    catching,
    file,
    flow,
    message,
    process,
    received,
    service_task,
    timer,
    user_task,
)
from web import organisation
from web.account import passwords

PROCEDURE = "reported"
PASSWORD = "a long enough password"
CLERKS = ("mei", "ming")
TOKEN = "the-token-of-the-hotline"
STORE = "reports"
KINDS = [
    "StartInstance",
    "CompleteJob",
    "CompleteTask",
    "FireTimer",
    "DeliverMessage",
    "CompleteJob",
    "DeliverStoreRows",
    "CompleteTask",
]
"""What the journal of a finished case holds, whatever happened on the way."""

_ROLE, _, _UNIT = GROUP.partition("@")
_ORGANISATION = organisation.Organisation(
    units=[organisation.Unit(_UNIT, "江川", "Jiangchuan", "street")],
    roles=[organisation.Role(_ROLE, "派单员", "Dispatcher")],
    people=[organisation.Person(clerk, clerk, clerk.title(), [GROUP]) for clerk in CLERKS],
)


def _form(id: str, *keys: str) -> bytes:
    fields = [{"type": "textfield", "key": key, "label": key, "properties": {"label_en": key}} for key in keys]
    return json.dumps({"type": "default", "id": id, "schemaVersion": 18, "components": fields}).encode()


def _quoted(text: str) -> str:
    return f"&quot;{text}&quot;"


def _mapped(task: str, **inputs: str) -> str:
    mapped = "".join(f'<zeebe:input source="={source}" target="{target}"/>' for target, source in inputs.items())
    return task.replace(
        "</bpmn:extensionElements>", f"<zeebe:ioMapping>{mapped}</zeebe:ioMapping></bpmn:extensionElements>"
    )


_REFERENCE = """<bpmn:dataStoreReference id="Row" name="row" dataStoreRef="st"><bpmn:extensionElements><zeebe:properties>
  <zeebe:property name="key" value="=caseNumber"/></zeebe:properties></bpmn:extensionElements></bpmn:dataStoreReference>"""
_WRITES = """<bpmn:dataOutputAssociation id="w"><bpmn:targetRef>Row</bpmn:targetRef><bpmn:assignment>
  <bpmn:from>={place: place}</bpmn:from><bpmn:to>Row</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>"""
_READS = """<bpmn:property id="p0" name="__targetRef_placeholder"/>
  <bpmn:dataInputAssociation id="r"><bpmn:sourceRef>Row</bpmn:sourceRef><bpmn:targetRef>p0</bpmn:targetRef>
  <bpmn:assignment><bpmn:from>=Row.place</bpmn:from><bpmn:to>seen</bpmn:to></bpmn:assignment>
  </bpmn:dataInputAssociation>"""
_STARTS = f"""<bpmn:startEvent id="seen"><bpmn:extensionElements><zeebe:formDefinition formId="report"/>
  </bpmn:extensionElements></bpmn:startEvent>
  <bpmn:startEvent id="pushed">{received("Reported")}</bpmn:startEvent><bpmn:exclusiveGateway id="begun"/>"""
_STEPS = {
    "number": _mapped(
        service_task("number", "allot-case-number"), street=_quoted(_UNIT), streetShortName=_quoted("江川")
    ),
    "look": user_task("look", form="looked").replace("</bpmn:userTask>", f"{_WRITES}</bpmn:userTask>"),
    "pause": catching("pause", timer("PT1S")),
    "news": catching("news", received("Updated")),
    "tell": _mapped(service_task("tell", "notify"), recipients=f"[{_quoted(GROUP)}]", subject="caseNumber"),
    "close": user_task("close").replace("</bpmn:userTask>", f"{_READS}</bpmn:userTask>"),
}
_PROPERTIES = {"caseNumberVariable": "caseNumber", "titleVariable": "place", "starters": _ROLE}
_DIAGRAM = file(
    process(
        _STARTS,
        *_STEPS.values(),
        END,
        flow("seen", "begun"),
        flow("pushed", "begun"),
        *(flow(source, target) for source, target in itertools.pairwise(["begun", *_STEPS, "end"])),
        _REFERENCE,
        id=PROCEDURE,
        properties="".join(f'<zeebe:property name="{name}" value="{value}"/>' for name, value in _PROPERTIES.items()),
    ),
    roots=[
        message("Reported", "case-reported"),
        message("Updated", "case-updated", "caseNumber"),
        f'<bpmn:dataStore id="st" name="{STORE}"/>',
    ],
)

FILES = {
    "reported.bpmn": _DIAGRAM,
    "report.form": _form("report", "channel", "place"),
    "looked.form": _form("looked", "found"),
}


def install(url: str) -> None:
    """Put the people and the procedure into a migrated database."""
    database = open_database(url)
    organisation.load(database, _ORGANISATION, demo_people=True)
    passwords.share_password(database, CLERKS, PASSWORD, SystemClock().now())
    with Engine(database) as engine:
        engine.deploy(FILES, Actor("system"))
    database.dispose()


def environment(url: str) -> dict[str, str]:
    """What `tiaokuai` is told there."""
    return {
        "TIAOKUAI_DATABASE_URL": url,
        "TIAOKUAI_PORT": "0",
        "TIAOKUAI_SECRET_KEY": "k" * 64,
        "TIAOKUAI_PUSHES_PER_MINUTE": "100000",
        # A sign-in whose server dies counts as one that failed.
        "TIAOKUAI_SIGN_IN_FAILURES": "1000",
        "TIAOKUAI_OUTSIDE_HOTLINE_PUSH_TOKEN_SHA256": sha256(TOKEN.encode()).hexdigest(),
    }
