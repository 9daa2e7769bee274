"""What is sent to the server and refused or cut to size: large bodies, odd cursors, guessed passwords, strange letters."""

import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.errors import Refused
from engine.runtime.permissions import Actor
from tests.unit.web.conftest import REPORT, World
from web import create_app, programme, serving
from web.account import throttle
from web.account.tables import sign_in_failure
from web.settings import Settings

HERE = Path(__file__).parent
PNG = b"\x89PNG\r\n\x1a\n"
MEGABYTE = 1024 * 1024


def test_one_request_holds_several_files_of_the_largest_size() -> None:
    assert Settings().request_bytes >= 3 * Settings().file_bytes
    assert Settings().file_bytes >= 6 * MEGABYTE


def test_files_are_measured_one_by_one(world: World) -> None:
    app = create_app(Settings(secret_key="k" * 64, file_bytes=100_000), world.engine)
    rong = World(app, world.engine, world.clock).signed_in("rong")
    photos = [(BytesIO(PNG + bytes([number]) * 60_000), f"{number}.png") for number in range(2)]
    answer = rong.send("/procedures/pothole", "/procedures/pothole", **REPORT, photos=photos, action="complete")
    assert "<dd>2 个文件</dd>" in answer.text
    photo = (BytesIO(PNG + b"0" * 110_000), "大.png")
    answer = rong.send("/procedures/pothole", "/procedures/pothole", **REPORT, photos=photo)
    assert answer.status_code == 422
    assert "大.png 超过" in answer.text


@pytest.fixture
def address(world: World) -> Iterator[tuple[str, int]]:
    """A real server, as `serve` sets it up, that takes at most one megabyte."""
    settings = Settings(secret_key="k" * 64, host="127.0.0.1", port=0, request_bytes=MEGABYTE)
    server = serving.web_server(settings, create_app(settings, world.engine))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield "127.0.0.1", server.effective_port
    # In the thread of its loop, which would otherwise wait on descriptors that are closed under it.
    server.trigger.pull_trigger(server.close)
    thread.join(60)
    assert not thread.is_alive()
    server.task_dispatcher.shutdown()


def test_the_server_itself_answers_a_large_body_with_a_page_in_chinese(address: tuple[str, int]) -> None:
    body = b"account=" + b"x" * 3 * MEGABYTE
    head = (
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(head.encode() + body)
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert "一次最多提交 1 MB" in answer


@pytest.mark.parametrize("after", ["99999999999999999999999.a", "²2.a", "1.", ".", "1.a\0", "-1.a", "²"])
def test_a_cursor_that_is_none_shows_the_first_page(world: World, after: str) -> None:
    world.start()
    answer = world.signed_in("mei").client.get("/cases", query_string={"after": after})
    assert answer.status_code == 200


def test_guesses_at_the_same_moment_count_together(world: World) -> None:
    def guess(number: int) -> bool:
        return throttle.attempt(world.engine.database, "mei", "192.0.2.1", 1000, 5, 15)

    with ThreadPoolExecutor(11) as pool:
        assert sum(pool.map(guess, range(11))) == 5


def test_old_guesses_are_cleared_away(world: World) -> None:
    for number in range(30):
        throttle.attempt(world.engine.database, f"nobody-{number}", "192.0.2.1", number * 60 * 60_000, 5, 15)
    with world.engine.database.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(sign_in_failure)) == 1


def test_an_unknown_clause_is_refused_from_the_page_and_from_the_command(world: World, tmp_path: Path) -> None:
    files = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}
    files["pothole.bpmn"] = files["pothole.bpmn"].replace(b'clause="2.1.2.a"', b'clause="9.9.9"')
    sent = [(BytesIO(data), name) for name, data in files.items()]
    zhi = world.signed_in("zhi")
    assert zhi.send("/workshop/pothole/", "/workshop/pothole/import", files=sent).status_code == 200
    answer = zhi.send("/workshop/pothole/propose", "/workshop/pothole/propose")
    assert answer.status_code == 422
    assert "9.9.9" in answer.text
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    settings = Settings(processes=HERE.parents[2] / "processes")
    with pytest.raises(Refused) as refused:
        programme.deploy(settings, world.engine, [tmp_path])
    assert "clause.unknown" in {finding.rule for finding in refused.value.findings}


def test_procedure_files_have_a_limit_of_their_own(world: World) -> None:
    app = create_app(Settings(secret_key="k" * 64, upload_bytes=2048), world.engine)
    zhi = World(app, world.engine, world.clock).signed_in("zhi")
    answer = zhi.send("/workshop/pothole/", "/workshop/pothole/import", files=(BytesIO(b"x" * 3000), "a.bpmn"))
    assert answer.status_code == 422
    assert "合计过大" in answer.text


def test_letters_that_turn_the_direction_are_neither_taken_in_nor_shown(world: World) -> None:
    rong = world.signed_in("rong")
    turned = "东川路\u202egnp.exe\u2066"
    page = rong.send(
        "/procedures/pothole", "/procedures/pothole", **{**REPORT, "place": turned}, action="complete"
    ).text
    (row,) = world.engine.instances().rows
    assert world.engine.case(row.id).variables["place"] == "东川路gnp.exe"
    assert "<bdi>东川路gnp.exe</bdi>" in page
    older = world.engine.start(
        "pothole", {"place": turned, "danger": "no"}, Actor("rong", frozenset({"reporter@east"}))
    )
    for path in (f"/cases/{older}", "/cases", "/tasks?tab=group"):
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", world.signed_in("mei").get(path)), path
