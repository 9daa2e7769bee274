"""Reports to outside systems over real HTTP: once by key, tried again, refused in words, and never where not set up."""

import socket
import threading
from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import BpmnError, JobContext
from engine.store.tables import journal
from handlers.connectors.report import Report, Reporter
from handlers.connectors.systems import OutsideSystem, SystemId
from handlers.errors import SystemSilent
from handlers.registry import load
from handlers.tables import outside_report
from tests.integration.conftest import MakeEngine
from tests.integration.connectors.conftest import Scripted
from tests.integration.people import CLERK
from tests.process_files import chain, service_task
from web.stand_in import StandIn

TOLD = {
    "system": "grid",
    "event": "accepted",
    "caseNumber": "江川网格〔2026〕00001号",
    "payload": {"title": "路灯不亮"},
}
TOKEN = "0123456789abcdef-secret"
MARCH_2026 = 1_772_700_000_000


def started(make_engine: MakeEngine, systems: Mapping[SystemId, OutsideSystem]) -> tuple[Engine, str]:
    engine = make_engine(load(systems)["report-to-system"])
    engine.deploy({"p.bpmn": chain(service_task("tell", "report-to-system"))}, CLERK)
    case = engine.start("p", TOLD, CLERK)
    engine.run_until_idle()
    return engine, case


def rows(engine: Engine) -> list[tuple[str, str, str]]:
    table = outside_report.c
    with engine.database.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table.system, table.event, table.case_number))]


def system(address: str, seconds: float = 10) -> dict[SystemId, OutsideSystem]:
    return {"grid": OutsideSystem(id="grid", address=address, token=TOKEN, seconds=seconds)}


def test_a_report_arrives_and_its_receipt_comes_back(make_engine: MakeEngine, stand_in: StandIn) -> None:
    engine, case = started(make_engine, {"grid": stand_in.system("grid")})
    (told,) = stand_in.book.told
    assert told.body == {name: TOLD[name] for name in ("event", "caseNumber", "payload")}
    assert told.key.startswith(f"{case}:")
    known = engine.variables(case)
    assert (known["reportSent"], known["reportReceipt"], known["reportRemark"]) == (True, told.receipt, "")
    assert rows(engine) == [("grid", "accepted", TOLD["caseNumber"])]


def test_what_is_out_of_order_is_tried_again_under_the_same_key(
    make_engine: MakeEngine, stand_in: StandIn, clock: ManualClock
) -> None:
    stand_in.book.moods.extend(["fail", "fail"])
    engine, case = started(make_engine, {"grid": stand_in.system("grid")})
    assert not stand_in.book.told
    for _ in range(2):
        clock.advance(60_000)
        engine.run_until_idle()
    assert len(stand_in.book.keys) == 3
    assert len(set(stand_in.book.keys)) == 1
    assert [told.times for told in stand_in.book.told] == [1]
    assert engine.case(case).instance.status == "completed"


def test_a_system_that_hangs_holds_nobody_up(make_engine: MakeEngine, stand_in: StandIn, clock: ManualClock) -> None:
    stand_in.book.moods.append("hang")
    real = stand_in.system("grid")
    slow = OutsideSystem(id="grid", address=real.address, token=real.token, seconds=0.3)
    engine, case = started(make_engine, {"grid": slow})
    assert engine.case(case).instance.status == "active"
    clock.advance(60_000)
    engine.run_until_idle()
    assert engine.case(case).instance.status == "completed"
    assert len(set(stand_in.book.keys)) == 1


def test_what_stays_silent_becomes_an_incident_that_a_person_ends(
    make_engine: MakeEngine, stand_in: StandIn, clock: ManualClock
) -> None:
    stand_in.book.mood = "fail"
    engine, case = started(make_engine, {"grid": stand_in.system("grid")})
    for _ in range(3):
        clock.advance(3_600_000)
        engine.run_until_idle()
    (incident,) = engine.incidents()
    assert incident.details["code"] == "system_failed"
    assert (incident.details["system"], incident.details["status"]) == ("grid", "503")
    stand_in.book.mood = "answer"
    engine.retry_incident(case, incident.token, CLERK)
    engine.run_until_idle()
    assert engine.case(case).instance.status == "completed"
    assert len(set(stand_in.book.keys)) == 1


def test_an_answer_lost_on_the_way_is_asked_for_again(make_engine: MakeEngine, stand_in: StandIn) -> None:
    engine = make_engine()
    context = JobContext("i1", 7, "tell", "i1:7", MARCH_2026, {}, "p", engine.database)
    reporter = Reporter({"grid": stand_in.system("grid")})
    told = Report("grid", "accepted", "N1", {"a": 1})
    assert reporter.run(told, context) == reporter.run(told, context)
    assert [one.times for one in stand_in.book.told] == [2]
    assert rows(engine) == [("grid", "accepted", "N1")]


def test_a_refusal_is_a_business_error_with_the_reason(make_engine: MakeEngine, stand_in: StandIn) -> None:
    stand_in.book.mood = "refuse"
    engine, _ = started(make_engine, {"grid": stand_in.system("grid")})
    (incident,) = engine.incidents()
    assert incident.kind == "uncaught_error"
    assert "网格化信息系统拒收（HTTP 422）" in incident.message
    assert "A field is not as required" in incident.message
    assert len(stand_in.book.keys) == 1
    assert rows(engine) == []


def test_a_wrong_token_is_a_refusal(make_engine: MakeEngine, stand_in: StandIn) -> None:
    engine, _ = started(make_engine, system(stand_in.system("grid").address))
    assert [one.kind for one in engine.incidents()] == ["uncaught_error"]


def test_what_is_not_set_up_is_sent_nothing_and_the_case_goes_on(make_engine: MakeEngine) -> None:
    engine, case = started(make_engine, {"hotline": OutsideSystem(id="hotline")})
    known = engine.variables(case)
    assert known["reportSent"] is False
    assert "网格化信息系统未配置" in known["reportRemark"]
    assert engine.case(case).instance.status == "completed"
    assert rows(engine) == []


def test_tokens_stay_out_of_the_journal_and_out_of_sight(make_engine: MakeEngine, stand_in: StandIn) -> None:
    ours = stand_in.system("grid")
    engine, _ = started(make_engine, {"grid": ours})
    with engine.database.connect() as connection:
        bodies = connection.execute(sa.select(journal.c.body)).scalars().all()
    assert bodies
    assert not any(ours.token.encode() in body for body in bodies)
    assert ours.token not in repr(ours)


# --- what answers otherwise than a well-behaved system ---


def run_alone(address: str, seconds: float = 10) -> Any:
    database = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    try:
        outside_report.create(database)
        context = JobContext("i1", 7, "tell", "i1:7", MARCH_2026, {}, "p", database)
        return Reporter(system(address, seconds)).run(Report("grid", "closed", "N1"), context)
    finally:
        database.dispose()


def test_a_redirect_is_not_followed(scripted: Scripted) -> None:
    visited = threading.Event()
    elsewhere = scripted(lambda connection: visited.set())
    answer = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n".encode()
    address = scripted(lambda connection: connection.sendall(answer))
    with pytest.raises(BpmnError, match="HTTP 307"):
        run_alone(address)
    assert not visited.is_set()


def test_an_endless_answer_is_read_so_far_and_no_further(scripted: Scripted) -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    assert run_alone(scripted(endless)).report_sent


def test_an_answer_that_drips_in_is_given_up(scripted: Scripted) -> None:
    gone = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.settimeout(0.1)
        for byte in b"HTTP/1.1 200 " + b"O" * 100 + b"\r\n\r\n":
            connection.sendall(bytes([byte]))
            if gone.is_set() or _hung_up(connection):
                return

    with pytest.raises(SystemSilent):
        run_alone(scripted(drip), seconds=0.5)
    gone.set()


def _hung_up(connection: socket.socket) -> bool:
    """Whether the other side went, which is waited for a moment."""
    try:
        return connection.recv(65536) == b""
    except TimeoutError:
        return False


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-server\r\n", b"HTTP/1.1 999999\r\n\r\n"])
def test_what_is_no_http_is_silence(scripted: Scripted, answer: bytes) -> None:
    with pytest.raises(SystemSilent):
        run_alone(scripted(lambda connection: connection.sendall(answer)))


def test_nobody_at_the_address_is_silence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(SystemSilent):
        run_alone(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("receipt", [b"not json", b'{"receipt": 7}', b"[]", b'{"receipt": "' + b"x" * 300 + b'"}'])
def test_a_strange_receipt_is_none(scripted: Scripted, receipt: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(receipt)}\r\n\r\n".encode()
    done = run_alone(scripted(lambda connection: connection.sendall(head + receipt)))
    assert (done.report_sent, done.report_receipt) == (True, "")
