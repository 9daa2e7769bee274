"""Pushes from outside over real HTTP: a case or an update, exactly once, and word of how it stands."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from engine.store.tables import message
from handlers.tables import outside_report
from tests.integration.connectors.world import CLERK, Installation, Reply, installed
from web.api.tables import outside_push

URGE = {"kind": "urge", "text": "市民再次来电。"}


@pytest.fixture
def outside(database_url: str) -> Iterator[Installation]:
    with installed(database_url) as installation:
        yield installation


def pushes(outside: Installation) -> int:
    with outside.engine.database.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(outside_push)) or 0)


def test_a_report_opens_a_case_with_the_fields_of_the_form(outside: Installation) -> None:
    taken = outside.report(reporterPhone="13800000000")
    assert taken.status == 202
    receipt = taken.json["receipt"]
    assert outside.standing(receipt).json == {"receipt": receipt, "state": "received", "reference": "HL-1"}
    assert outside.cases() == 1
    (row,) = outside.engine.instances().rows
    known = outside.engine.variables(row.id)
    assert (known["channel"], known["title"], known["reporterPhone"]) == ("hotline", "剑川路路灯不亮", "13800000000")
    assert (known["source"], known["sourceReference"], known["sourceReceipt"]) == ("hotline", "HL-1", receipt)


def test_a_case_is_followed_from_its_receipt_to_its_end(outside: Installation) -> None:
    receipt = outside.report().json["receipt"]
    outside.cases()
    assert outside.standing(receipt).json["state"] == "open"
    outside.complete("register", caseNumber="江川网格〔2026〕00001号")
    told = outside.standing(receipt).json
    assert (told["state"], told["caseNumber"]) == ("accepted", "江川网格〔2026〕00001号")
    outside.complete("handle")
    assert outside.standing(receipt).json["state"] == "closed"


def test_what_is_merged_or_refused_is_told_so(outside: Installation) -> None:
    merged, refused = (outside.report(key).json["receipt"] for key in ("key-merged", "key-refused"))
    outside.cases()
    for row in outside.engine.inbox(CLERK).rows:
        own = outside.engine.variables(row.instance_id)["sourceReceipt"]
        values: dict[str, Any] = {"originalCaseNumber": "N7"} if own == merged else {"refused": True}
        outside.engine.complete(row.instance_id, row.token, values, CLERK)
    told = outside.standing(merged).json
    assert (told["state"], told["mergedInto"], "caseNumber" in told) == ("merged", "N7", False)
    assert outside.standing(refused).json["state"] == "refused"


def test_the_same_push_again_is_the_same_receipt_and_one_case(outside: Installation) -> None:
    first = outside.report()
    assert outside.report() == first
    assert outside.cases() == 1
    assert outside.report() == first
    outside.complete("register", caseNumber="N1")
    outside.complete("handle")
    assert outside.report() == first
    assert outside.cases() == 1


def test_many_at_once_under_one_key_are_one_case(outside: Installation) -> None:
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(outside.report())) for _ in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        outside.engine.run_until_idle()
    assert {reply.status for reply in replies} == {202}
    assert len({reply.json["receipt"] for reply in replies}) == 1
    assert outside.cases() == 1
    assert pushes(outside) == 1


def test_a_push_that_broke_off_before_its_message_is_mended_by_the_next_try(outside: Installation) -> None:
    first = outside.report()
    with outside.engine.database.begin() as connection:  # as if the server had died between the two
        connection.execute(sa.delete(message))
    assert outside.standing(first.json["receipt"]).json["state"] == "expired"
    assert outside.report() == first
    assert outside.cases() == 1


def test_another_push_under_a_used_key_is_refused(outside: Installation) -> None:
    outside.report()
    reply = outside.report(title="另一个问题")
    assert (reply.status, reply.json["type"]) == (422, "urn:tiaokuai:problem:key-reused")
    assert outside.cases() == 1


def test_the_keys_of_two_systems_are_apart(outside: Installation) -> None:
    assert outside.report().json != outside.report(system="grid").json
    assert outside.cases() == 2
    channels = {outside.engine.variables(row.id)["channel"] for row in outside.engine.instances().rows}
    assert channels == {"hotline", "public"}


def test_an_update_reaches_the_case_once(outside: Installation) -> None:
    receipt = outside.report().json["receipt"]
    outside.cases()
    outside.complete("register", caseNumber="N1")
    by_number = outside.call("updates", {**URGE, "caseNumber": "N1"}, key="update-1")
    assert by_number.status == 202
    assert outside.call("updates", {**URGE, "caseNumber": "N1"}, key="update-1") == by_number
    outside.engine.run_until_idle()
    assert outside.call("updates", {**URGE, "caseNumber": "N1"}, key="update-1") == by_number
    outside.engine.run_until_idle()
    assert [row.element for row in outside.engine.inbox(CLERK).rows].count("read") == 1
    assert outside.standing(by_number.json["receipt"]).json["state"] == "delivered"
    by_receipt = outside.call("updates", {**URGE, "receipt": receipt}, key="update-2")
    assert by_receipt.status == 202
    outside.engine.run_until_idle()
    reads = [row for row in outside.engine.inbox(CLERK).rows if row.element == "read"]
    assert len(reads) == 2
    known = outside.engine.variables(reads[0].instance_id, reads[0].token)
    assert (known["updateKind"], known["updateText"], known["updateFrom"]) == ("urge", "市民再次来电。", "城市热线")


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ({}, 422, "which-case"),
        ({"caseNumber": "N1", "receipt": "r"}, 422, "which-case"),
        ({"caseNumber": "N9"}, 404, "unknown"),
        ({"receipt": "0" * 32}, 404, "unknown"),
    ],
)
def test_an_update_without_a_case_of_ones_own_is_refused(
    outside: Installation, case: dict[str, str], status: int, code: str
) -> None:
    reply = outside.call("updates", {**URGE, **case})
    assert (reply.status, reply.json["type"]) == (status, f"urn:tiaokuai:problem:{code}")


def test_an_update_comes_too_early_or_too_late(outside: Installation) -> None:
    receipt = outside.report().json["receipt"]
    outside.cases()
    early = outside.call("updates", {**URGE, "receipt": receipt}, key="update-1")
    assert (early.status, early.json["type"]) == (409, "urn:tiaokuai:problem:not-yet")
    outside.complete("register", caseNumber="N1")
    outside.complete("handle")
    late = outside.call("updates", {**URGE, "caseNumber": "N1"}, key="update-1")
    assert (late.status, late.json["type"]) == (409, "urn:tiaokuai:problem:no-updates")
    assert pushes(outside) == 1


def test_a_system_hears_and_moves_only_what_is_its_own(outside: Installation) -> None:
    receipt = outside.report().json["receipt"]
    outside.cases()
    outside.complete("register", caseNumber="N1")
    assert outside.standing(receipt, system="grid").status == 404
    foreign = outside.call("updates", {**URGE, "caseNumber": "N1"}, system="grid", key="update-1")
    absent = outside.call("updates", {**URGE, "caseNumber": "N2"}, system="grid", key="update-2")
    assert (foreign.status, foreign.json) == (absent.status, absent.json)


def test_a_case_that_was_reported_to_a_system_may_be_urged_by_it(outside: Installation) -> None:
    outside.report()
    outside.cases()
    outside.complete("register", caseNumber="N1")
    row = {"key": "i:1", "system": "grid", "event": "accepted", "case_number": "N1", "receipt": "", "instance_id": "i"}
    with outside.engine.database.begin() as connection:
        connection.execute(sa.insert(outside_report).values(**row, sent_at=0))
    assert outside.call("updates", {**URGE, "caseNumber": "N1"}, system="grid").status == 202
