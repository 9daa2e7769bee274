"""`report-to-system`: tells an outside system what happened to a case (clause 3.3.a; docs/connectors.md)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
import structlog

from engine.runtime.handlers import BpmnError, JobContext
from handlers.connectors.http import Answer, NoAnswer, Send, send
from handlers.connectors.systems import OutsideSystem, SystemId
from handlers.errors import SystemFailed, SystemSilent, SystemUntrusted
from handlers.insertion import insert_once
from handlers.tables import outside_report

REFUSED = "report-refused"
"""The BPMN error where a system will not take the report however often it is sent."""

_AGAIN = frozenset({408, 409, 425, 429})
"""Refusals that end by waiting: too slow, the same report under way, too early, too many."""

_log = structlog.get_logger("connectors")

Event = Literal["accepted", "refused", "merged", "dispatched", "handled", "closed", "answered"]


class Report(msgspec.Struct, frozen=True, rename="camel"):
    """What is told: the `event`, the case's number ('' where it has none yet) and what else the diagram hands over."""

    system: SystemId
    event: Event
    case_number: Annotated[str, msgspec.Meta(max_length=200)] = ""
    payload: dict[str, Any] = {}


class Reported(msgspec.Struct, frozen=True, rename="camel"):
    """Whether it was sent, the receipt that the system gave ('' for none), and why it was not sent."""

    report_sent: bool
    report_receipt: str = ""
    report_remark: str = ""


class _Receipt(msgspec.Struct):
    receipt: Annotated[str, msgspec.Meta(max_length=200)] = ""


class _Problem(msgspec.Struct):
    title: str = ""
    detail: str = ""


class Reporter:
    """Sends reports to those of `systems` that have an address; `send` is how, which scenarios play."""

    def __init__(self, systems: Mapping[SystemId, OutsideSystem], send: Send = send) -> None:
        self._systems = systems
        self._send = send

    def run(self, inputs: Report, context: JobContext) -> Reported:
        """Send the report; the same bytes under the same key however often it is tried.

        A system that is not configured is none that anybody waits for: the case goes on and keeps the remark. Raises
        the BPMN error `report-refused` with `reportFault` for a final refusal, and SystemSilent, SystemFailed or
        SystemUntrusted where trying again may help.
        """
        system = self._systems.get(inputs.system) or OutsideSystem(id=inputs.system)
        if not system.is_told:
            return Reported(False, "", f"{system.name}未配置，没有发送。It is not configured, so nothing was sent.")
        body = {"event": inputs.event, "caseNumber": inputs.case_number, "payload": inputs.payload}
        answer = self._answer(system, msgspec.json.encode(body, order="deterministic"), context.idempotency_key)
        _log.info("reported", system=system.id, reported=inputs.event, status=answer.status)
        if 200 <= answer.status < 300:
            receipt = _receipt(answer)
            _keep(inputs, receipt, context)
            return Reported(True, receipt)
        if answer.status >= 500 or answer.status in _AGAIN:
            raise SystemFailed(f"{system.id} answered {answer.status}.", system=system.id, status=str(answer.status))
        sentence = f"{system.name}拒收（HTTP {answer.status}）{_reason(answer)}。It refused the report."
        raise BpmnError(REFUSED, sentence, {"reportFault": sentence})

    def _answer(self, system: OutsideSystem, body: bytes, key: str) -> Answer:
        headers = {
            "Authorization": f"Bearer {system.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json, application/problem+json",
            "User-Agent": "Tiaokuai",
        }
        try:
            return self._send("POST", system.address, body, headers, system.seconds)
        except NoAnswer as failure:
            _log.warning("not reported", system=system.id, reason=failure.reason)
            if failure.reason == "untrusted":
                raise SystemUntrusted(f"The certificate of {system.id} is not trusted.", system=system.id) from None
            raise SystemSilent(f"{system.id} did not answer.", system=system.id) from None


def _keep(inputs: Report, receipt: str, context: JobContext) -> None:
    row = {
        "key": context.idempotency_key,
        "system": inputs.system,
        "event": inputs.event,
        "case_number": inputs.case_number,
        "receipt": receipt,
        "instance_id": context.instance_id,
        "sent_at": context.now,
    }
    with context.database.begin() as connection:
        insert_once(connection, outside_report, row, unique=("key",))


def _receipt(answer: Answer) -> str:
    try:
        return msgspec.json.decode(answer.body, type=_Receipt).receipt
    except msgspec.DecodeError:
        return ""


def _reason(answer: Answer) -> str:
    """What the system says of its refusal (RFC 9457), bounded."""
    try:
        problem = msgspec.json.decode(answer.body, type=_Problem)
    except msgspec.DecodeError:
        return ""
    said = " ".join(f"{problem.title} {problem.detail}".split())[:300]
    return f"：{said}" if said else ""
