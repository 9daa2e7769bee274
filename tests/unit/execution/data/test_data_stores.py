"""Data stores: rows that steps read before they begin and write when they have ended (BPMN 2.0.2 §10.4.1)."""

from typing import Any

import pytest
from diagram_files import definitions, started
from instance_driver import Case

from engine.errors import CommandRejected
from engine.execution import Instance, apply
from engine.execution import commands as c
from engine.execution.events import ElementCompleted, MessageThrown, StoreReadClosed, StoreReadOpened, StoreRowWritten


class Stores:
    """The tables outside, filled by what the case writes and read by what it asks."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @property
    def rows(self) -> dict[tuple[str, str], Any]:
        return {(row.store, row.key): row.value for row in self.case.said(StoreRowWritten)}

    def answer(self) -> None:
        """Bring what is asked for until nothing is."""
        while reads := self.case.instance.store_reads():
            rows = [self.rows.get(row) for row in reads[0].rows]
            self.case.do(c.DeliverStoreRows, token=reads[0].token, rows=rows)


def test_a_row_is_written_read_and_deleted() -> None:
    case = started("data/store_row", caseNumber="C-1", street="jc", amount=7)
    stores = Stores(case)
    case.complete("register")
    assert stores.rows == {("registered_cases", "C-1"): {"street": "jc", "amount": 7}}
    assert (case.open, case.at) == ([], {"look": 1})
    stores.answer()
    visible = case.instance.variables(case.task("look"))
    assert (visible["amountBefore"], visible["whole"]) == (7, {"street": "jc", "amount": 7})
    assert "Case_Row" not in visible
    case.complete("look")
    case.complete("withdraw")
    assert stores.rows == {("registered_cases", "C-1"): None}
    stores.answer()
    assert case.instance.variables(case.task("look_again"))["taken"] is None


def test_a_row_is_written_after_the_step_and_before_the_next_begins() -> None:
    case = started("data/store_row", caseNumber="C-1", street="jc", amount=7)
    said = [type(event) for event in case.complete("register")]
    assert said.index(StoreRowWritten) < said.index(ElementCompleted) < said.index(StoreReadOpened)


@pytest.mark.parametrize(
    ("key", "kept"), [(4711, "4711"), (4711.0, "4711"), (1.5, "1.5"), ("条块 1", "条块 1"), ("x" * 500, "x" * 500)]
)
def test_a_key_is_a_text_or_a_number(key: Any, kept: str) -> None:
    case = started("data/store_row", caseNumber=key, street="jc", amount=7)
    case.complete("register")
    assert list(Stores(case).rows) == [("registered_cases", kept)]


@pytest.mark.parametrize("key", [None, True, "", ["C-1"], {"a": 1}, "x" * 501, "a\0b"])
def test_another_key_stops_the_step_where_it_is(key: Any) -> None:
    case = started("data/store_row", caseNumber=key, street="jc", amount=7)
    case.complete("register")
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.kind, incident.details["store"]) == (
        "register",
        "expression",
        "registered_cases",
    )
    assert Stores(case).rows == {}
    case.resolve(caseNumber="C-1")
    assert list(Stores(case).rows) == [("registered_cases", "C-1")]


def test_a_key_that_cannot_be_read_by_stops_the_reading_step() -> None:
    case = started("data/store_row", caseNumber="C-1", street="jc", amount=7)
    case.complete("register", caseNumber=None)
    case.resolve(caseNumber="C-1")
    token = case.instance.store_reads()[0].token
    assert [incident.element for incident in case.instance.incidents()] == []
    case.do(c.DeliverStoreRows, token=token, rows=[{"amount": 7}])
    assert case.open == ["look"]


def test_what_no_database_keeps_is_not_written() -> None:
    case = started("data/store_row", caseNumber="C-1", street="a\0b", amount=7)
    case.complete("register")
    assert [incident.element for incident in case.instance.incidents()] == ["register"]
    case.resolve(street="jc")
    assert Stores(case).rows == {("registered_cases", "C-1"): {"street": "jc", "amount": 7}}


def test_a_mapping_that_fails_reads_the_row_again() -> None:
    case = started("data/store_required", plot="A")
    for row, expected in ((None, []), ({"area": 3}, ["build"])):
        (read,) = case.instance.store_reads()
        assert (read.element, read.rows) == ("build", [("plans", "A")])
        case.do(c.DeliverStoreRows, token=read.token, rows=[row])
        assert case.open == expected
        if not expected:
            assert [incident.details for incident in case.instance.incidents()] == [{"input": "plan"}]
            case.resolve()
    assert case.instance.variables(case.task("build"))["plan"] == {"area": 3}


def test_answers_that_nobody_waits_for_are_refused() -> None:
    case = started("data/store_row", caseNumber="C-1", street="jc", amount=7)
    case.complete("register")
    token = case.instance.store_reads()[0].token
    for fields in ({"token": token + 99, "rows": [None]}, {"token": token, "rows": []}):
        before = case.instance.snapshot()
        with pytest.raises(CommandRejected):
            apply(case.instance, c.DeliverStoreRows(id="x", at=case.now, actor="system", **fields))
        assert case.instance.snapshot() == before


def test_a_step_that_is_cancelled_while_it_reads_asks_no_more() -> None:
    case = started("data/store_row", caseNumber="C-1", street="jc", amount=7)
    case.complete("register")
    case.do(c.CancelInstance, reason="")
    assert case.instance.store_reads() == []
    assert [event.outcome for event in case.said(StoreReadClosed)] == ["cancelled"]


def test_every_kind_of_activity_reads_and_writes() -> None:
    case = started("data/store_activities", streets=["jc", "gm"], year=2026)
    stores = Stores(case)
    for score, job in enumerate(case.instance.jobs(), 1):
        case.do(c.CompleteJob, token=job.token, variables={"score": score})
    assert stores.rows == {("street_results", "jc"): {"score": 1}, ("street_results", "gm"): {"score": 2}}
    stores.answer()
    assert stores.rows["street_results", "gm"] == {"score": 2, "total": 4}
    assert case.instance.variables(case.task("confirm"))["before"] is None
    case.complete("confirm")
    stores.answer()
    assert stores.rows["totals", "all"] == {"sum": 6}
    assert stores.rows["totals", "2026"] == {"filed": 7}
    assert case.outcome == "completed"


def test_events_read_what_they_throw_and_write_what_they_catch() -> None:
    case = started("data/store_events", start_event="begin", number=5, text="hello")
    stores = Stores(case)
    assert stores.rows == {("requests", "5"): {"text": "hello", "state": "asked"}}
    stores.answer()
    assert case.said(MessageThrown)[0].variables == {"text": "hello"}
    case.deliver("wait", answer="yes")
    assert stores.rows["requests", "5"] == {"text": "hello", "state": "answered", "answer": "yes"}
    case.fire("late")
    assert stores.rows["requests", "5"] == {"state": "late"}
    stores.answer()
    assert (case.outcome, case.said(MessageThrown)[-1].variables) == ("completed", {"state": "late"})


def test_executing_the_commands_again_needs_no_store() -> None:
    case = started("data/store_activities", streets=["jc", "gm"], year=2026)
    stores = Stores(case)
    for job in case.instance.jobs():
        case.do(c.CompleteJob, token=job.token, variables={"score": 3})
    stores.answer()
    again = Instance.create(case.program)
    events = [event for command in case.commands for event in apply(again, command)]
    assert events == case.events
    assert again.snapshot() == case.instance.snapshot()


def test_the_model_names_stores_keys_and_rows() -> None:
    nodes = definitions("data/store_activities")["p"].process.scope.nodes
    assert [(read.row.store, read.row.key, read.name) for read in nodes["sum_up"].reads] == [("totals", "all", "Total")]
    assert [write.row.store for write in nodes["archive"].writes] == ["totals"]
