"""Who is not let in, and what is not taken: every refusal is a problem (RFC 9457) in the language asked for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.connectors.world import PROBLEM, TOKENS, Installation, installed
from web.tables import access_record


@pytest.fixture
def outside(sqlite_template: Path, tmp_path: Path) -> Iterator[Installation]:
    with installed(copied(sqlite_template, tmp_path)) as installation:
        yield installation


def copied(template: Path, folder: Path) -> str:
    path = folder / "tiaokuai.db"
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"


def calls(outside: Installation) -> list[tuple[str, str, str]]:
    columns = (access_record.c.person, access_record.c.subject, access_record.c.outcome)
    with outside.engine.database.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(*columns))]


@pytest.mark.parametrize(
    "header", ["Bearer wrong-token-0123456789", f"Basic {TOKENS['grid']}", "Bearer", "", f"Bearer {TOKENS['grid']}x"]
)
def test_strangers_are_turned_away(outside: Installation, header: str) -> None:
    for path, body in (("reports", {"fields": PROBLEM}), ("openapi.json", None), ("nothing/here", None)):
        reply = outside.call(path, body, headers={"Authorization": header})
        assert (reply.status, reply.json["type"]) == (401, "urn:tiaokuai:problem:unauthorized")
    assert outside.cases() == 0
    assert {outcome for _, _, outcome in calls(outside)} == {"denied"}


def test_a_stranger_who_goes_on_and_on_has_to_wait_and_keeps_nobody_out(outside: Installation) -> None:
    wrong = {"Authorization": "Bearer wrong-token-0123456789"}
    statuses = [outside.call("openapi.json", headers=wrong).status for _ in range(7)]
    assert statuses == [401] * 5 + [429] * 2
    assert outside.report().status == 202


def test_a_system_may_call_so_often_a_minute(sqlite_template: Path, tmp_path: Path) -> None:
    with installed(copied(sqlite_template, tmp_path), pushes_per_minute=3) as outside:
        statuses = [outside.report(f"key-000{number}").status for number in range(5)]
        assert statuses == [202, 202, 202, 429, 429]
        assert outside.report("key-grid", system="grid").status == 202
        outside.clock.advance(60_001)
        assert outside.report("key-0003").status == 202


def test_every_call_is_written_down(outside: Installation) -> None:
    receipt = outside.report().json["receipt"]
    outside.standing(receipt)
    outside.call("reports", {"fields": {}}, key="key-0002")
    assert set(calls(outside)) == {
        ("system:hotline", "POST /api/reports 202", "done"),
        ("system:hotline", "POST /api/reports 422", "refused"),
        ("system:hotline", f"GET /api/receipts/{receipt} 200", "done"),
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "unreadable"),
        (b'{"reference": "\xff"}', 400, "unreadable"),
        (b"[" * 100_000 + b"]", 413, "too-large"),
        (b'{"other": ' + b"[" * 50_000, 422, "wrong-shape"),
        (b'{"fields": {"title": "' + b"x" * 70_000 + b'"}}', 413, "too-large"),
        ([], 422, "wrong-shape"),
        ({"fields": {"title": {"a": 1}}}, 422, "wrong-shape"),
        ({"fields": PROBLEM, "channel": "resident"}, 422, "wrong-shape"),
        ({"fields": PROBLEM, "reference": "x" * 101}, 422, "wrong-shape"),
        ({"fields": {}}, 422, "invalid-report"),
    ],
)
def test_what_cannot_be_taken_is_refused_whole(outside: Installation, body: Any, status: int, code: str) -> None:
    reply = outside.call("reports", body)
    assert (reply.status, reply.json["type"]) == (status, f"urn:tiaokuai:problem:{code}")
    assert reply.json["title"]
    assert reply.json["detail"]
    assert outside.cases() == 0


def test_each_field_at_fault_is_named_and_told_in_the_language_asked_for(outside: Installation) -> None:
    fields = {**PROBLEM, "street": "pudong", "title": "x" * 61, "channel": "resident", "photos": ["abc"]}
    del fields["location"]
    chinese, english = (
        outside.call("reports", {"fields": fields}, headers={"Accept-Language": language}).json
        for language in ("zh-CN,zh;q=0.9", "en-GB,en;q=0.8")
    )
    faults = {fault["field"]: fault["code"] for fault in english["errors"]}
    assert faults == {
        "channel": "unknown_field",
        "location": "required",
        "photos": "unknown_field",
        "street": "not_an_option",
        "title": "too_long",
    }
    assert english["title"] == "The report cannot be taken in"
    assert chinese["title"] == "上报的内容不能接收"
    assert [fault["detail"] for fault in chinese["errors"]] != [fault["detail"] for fault in english["errors"]]


def test_characters_that_turn_the_writing_do_not_come_in(outside: Installation) -> None:
    outside.report(title="路灯\u202e不亮")
    outside.cases()
    (row,) = outside.engine.instances().rows
    assert row.title == "路灯不亮"


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "with space", "键键键键键键键键".encode().decode("latin-1")])
def test_a_push_needs_a_key(outside: Installation, key: str) -> None:
    reply = outside.call("reports", {"fields": PROBLEM}, key=key)
    assert (reply.status, reply.json["type"]) == (400, "urn:tiaokuai:problem:no-key")


def test_another_type_of_content_is_refused(outside: Installation) -> None:
    reply = outside.call("reports", b"a=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (reply.status, reply.json["type"]) == (415, "urn:tiaokuai:problem:not-json")


def test_a_procedure_that_is_not_in_force_is_told(sqlite_template: Path, tmp_path: Path) -> None:
    with installed(copied(sqlite_template, tmp_path), deployed=False) as outside:
        reply = outside.report()
        assert (reply.status, reply.json["type"]) == (503, "urn:tiaokuai:problem:not-in-force")


def test_other_addresses_and_methods_are_problems_too(outside: Installation) -> None:
    assert outside.call("nothing/here").status == 404
    assert outside.call("reports").json["status"] in (404, 405)


def test_no_session_is_made_or_used(outside: Installation) -> None:
    app_reply = outside.call("openapi.json", headers={"Cookie": "tiaokuai=x", "Authorization": ""})
    assert app_reply.status == 401


def test_the_contract_holds_the_form_in_force(outside: Installation) -> None:
    contract = outside.call("openapi.json", headers={"Accept-Language": "en"}).json
    fields = contract["components"]["schemas"]["Report"]["properties"]["fields"]
    assert set(PROBLEM) <= set(fields["properties"])
    assert "channel" not in fields["properties"]
    assert "photos" not in fields["properties"]
    assert "jiangchuan" in fields["properties"]["street"]["enum"]
    assert sorted(fields["required"]) == sorted(PROBLEM)
    names = set(contract["components"]["schemas"])
    referred = {part.split('"')[0] for part in json.dumps(contract).split("#/components/schemas/")[1:]}
    assert referred <= names
