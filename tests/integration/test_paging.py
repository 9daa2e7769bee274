"""Cursors that nobody was given are refused, not tried."""

import base64
from collections.abc import Callable

import pytest

from engine.errors import NotFound
from engine.runtime.engine import Engine
from engine.runtime.paging import cursor
from tests.integration.people import CLERK, WANG
from tests.process_files import chain, user_task

CURSORS = [
    "99999999999999999999999.a",
    "²",
    "x",
    "=",
    "\x00",
    cursor(2**63, "a"),
    cursor(-(2**70), "a"),
    cursor(10**40, 0, "a", 0),
    cursor("a", 1),
    cursor(1),
    cursor(1, "a", "b"),
    cursor(1, "a\x00"),
    cursor(1, 1, "a\x00", 1),
    base64.urlsafe_b64encode(b"[true,null]").decode(),
    base64.urlsafe_b64encode(b'{"a":1}').decode(),
]
LISTS: list[Callable[[Engine, str], object]] = [
    lambda engine, after: engine.instances(after=after),
    lambda engine, after: engine.inbox(WANG, after=after),
]


@pytest.mark.parametrize("listing", LISTS)
def test_a_cursor_that_is_none_is_no_page(engine: Engine, listing: Callable[[Engine, str], object]) -> None:
    for text in CURSORS:
        with pytest.raises(NotFound):
            listing(engine, text)


def test_true_cursors_lead_on(engine: Engine) -> None:
    engine.deploy({"p.bpmn": chain(user_task("check"))}, CLERK)
    cases = {engine.start("p", {}, CLERK) for _ in range(3)}
    first = engine.instances(limit=2)
    rest = engine.instances(limit=2, after=first.next)
    assert {row.id for row in (*first.rows, *rest.rows)} == cases
    tasks = engine.inbox(WANG, limit=2)
    others = engine.inbox(WANG, limit=2, after=tasks.next)
    assert {row.instance_id for row in (*tasks.rows, *others.rows)} == cases
