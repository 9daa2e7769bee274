"""The journal cannot be changed unnoticed: triggers refuse it, and verify finds what went past them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from engine.history import Difference, verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from engine.store.chain import chain_hash, decode_body, encode_body, genesis
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, WANG
from tests.process_files import catching, chain, loop, message, received, user_task

Tamper = Callable[[Connection, str], None]


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(settings=RuntimeSettings(snapshot_every=3))


@pytest.fixture
def case(engine: Engine, clock: ManualClock) -> str:
    engine.deploy({"p.bpmn": loop()}, CLERK)
    engine.start("p", {"done": False}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    for number in range(5):
        clock.advance(1_000)
        engine.complete(case, engine.open_tasks(case)[0].token, {"number": number}, WANG)
    return case


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor = 'nobody'", "DELETE FROM journal"])
def test_the_database_refuses_to_change_the_journal(engine: Engine, case: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), engine.database.begin() as connection:
        connection.execute(text(statement))
    assert engine.case(case).steps[0].actor == "clerk"


def differences(engine: Engine) -> dict[str, Difference]:
    return {one.instance_id: one.difference for one in verify(engine.database) if one.difference}


def tamper(engine: Engine, statement: str, **parameters: object) -> None:
    """Change rows as somebody can who owns the database."""
    with engine.database.begin() as connection:
        if engine.database.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER IF EXISTS journal_refuses_update"))
            connection.execute(text("DROP TRIGGER IF EXISTS journal_refuses_delete"))
        changed = connection.execute(text(statement), parameters).rowcount
    assert changed > 0


def test_an_untouched_database_is_true(engine: Engine, case: str) -> None:
    assert differences(engine) == {}
    assert [one.steps for one in verify(engine.database, case)] == [6]


@pytest.mark.parametrize(
    ("statement", "seq", "place", "field"),
    [
        ("UPDATE journal SET actor = 'li' WHERE instance_id = :case AND seq = 3", 3, "columns", "actor"),
        ("UPDATE journal SET at = at + 1 WHERE instance_id = :case AND seq = 3", 3, "columns", "at"),
        ("UPDATE journal SET kind = 'ClaimTask' WHERE instance_id = :case AND seq = 2", 2, "columns", "kind"),
        ("UPDATE journal SET command_id = 'x' WHERE instance_id = :case AND seq = 2", 2, "columns", "command_id"),
        ("DELETE FROM journal WHERE instance_id = :case AND seq = 4", 5, "sequence", "seq"),
        ("DELETE FROM journal WHERE instance_id = :case AND seq = 6", 0, "head", "seq"),
        ("UPDATE instance SET status = 'completed' WHERE id = :case", 0, "projection", "instance.status"),
        ("UPDATE instance SET started_by = 'li' WHERE id = :case", 0, "head", "started_by"),
        ("UPDATE instance SET seq = 7 WHERE id = :case", 0, "head", "seq"),
        (
            "UPDATE user_task SET closed_by = 'li' WHERE instance_id = :case AND token = 3",
            0,
            "projection",
            "user_task[3].closed_by",
        ),
    ],
)
def test_verify_names_the_place(engine: Engine, case: str, statement: str, seq: int, place: str, field: str) -> None:
    tasks = [task.token for task in engine.case(case).tasks]
    tamper(engine, statement.replace("token = 3", f"token = {tasks[0]}"), case=case)
    found = differences(engine)
    assert list(found) == [case]
    assert (found[case].seq, found[case].place) == (seq, place)
    assert found[case].field == field.replace("[3]", f"[{tasks[0]}]")


def test_a_changed_body_breaks_the_chain_there(engine: Engine, case: str) -> None:
    with engine.database.connect() as connection:
        body = connection.scalar(text("SELECT body FROM journal WHERE instance_id = :case AND seq = 4"), {"case": case})
    forged = bytes(body).replace(b'"number":2', b'"number":9')
    assert forged != bytes(body)
    tamper(engine, "UPDATE journal SET body = :body WHERE instance_id = :case AND seq = 4", body=forged, case=case)
    found = differences(engine)[case]
    assert (found.seq, found.place, found.field) == (4, "hash", "hash")


def test_a_forged_event_under_forged_hashes_is_found_by_executing(engine: Engine, case: str) -> None:
    """Somebody who reckons every hash anew still cannot make the commands cause something else."""
    with engine.database.connect() as connection:
        rows = connection.execute(
            text("SELECT seq, body FROM journal WHERE instance_id = :case ORDER BY seq"), {"case": case}
        ).all()
        definition = connection.scalar(text("SELECT definition_hash FROM instance WHERE id = :case"), {"case": case})
    previous = genesis(case, definition)
    for seq, kept in rows:
        body = bytes(kept)
        if seq == 3:
            body = body.replace(
                b'"VariablesSet","scope":0,"values":{"number":1}', b'"VariablesSet","scope":0,"values":{"number":7}'
            )
            assert body != bytes(kept)
        previous = chain_hash(previous, case, seq, body)
        tamper(
            engine,
            "UPDATE journal SET body = :body, hash = :hash WHERE instance_id = :case AND seq = :seq",
            body=body,
            hash=previous,
            case=case,
            seq=seq,
        )
    tamper(engine, "UPDATE instance SET head_hash = :hash WHERE id = :case", hash=previous, case=case)
    found = differences(engine)[case]
    assert (found.seq, found.place, found.field) == (3, "event", "values")
    assert found.event >= 0
    assert ("1" in found.expected, "7" in found.found) == (True, True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE resource SET body = :other",
        "UPDATE definition SET manifest = :other",
        "UPDATE instance SET definition_hash = :hash WHERE id = :case",
    ],
)
def test_another_diagram_under_the_case_is_found(engine: Engine, case: str, statement: str) -> None:
    (other,) = engine.deploy({"p.bpmn": loop().replace(b"work name", b"easy work")}, CLERK)
    definition = engine.definition(other.hash)
    manifest = "manifest" in statement
    body = definition.manifest if manifest else next(iter(definition.resources.values()))
    parameters = {"other": body, "hash": other.hash, "case": case}
    named = {name: value for name, value in parameters.items() if f":{name}" in statement}
    tamper(engine, statement, **named)
    found = differences(engine)[case]
    assert (found.place, found.field) in {("head", "definition_hash"), ("hash", "hash")}


def test_a_changed_snapshot_is_found(engine: Engine, case: str) -> None:
    tamper(engine, "UPDATE snapshot SET body = :body WHERE instance_id = :case", body=b"{}", case=case)
    found = differences(engine)[case]
    assert (found.seq, found.place) == (6, "snapshot")


def test_rows_that_should_not_be_there_or_should_are_found(engine: Engine) -> None:
    waiting = chain(user_task("check"), catching("wait", received("m")), roots=[message("m", "reply", "number")])
    engine.deploy({"p.bpmn": waiting}, CLERK)
    first, second = engine.start("p", {"number": "1"}, CLERK), engine.start("p", {"number": "2"}, CLERK)
    engine.complete(second, engine.open_tasks(second)[0].token, {}, WANG)
    tamper(engine, "DELETE FROM task_candidate WHERE instance_id = :case", case=first)
    tamper(engine, "UPDATE subscription SET key = '3' WHERE instance_id = :case", case=second)
    found = differences(engine)
    assert found[first].field.startswith("task_candidate[")
    assert found[first].found == "nothing"
    assert found[second].field.endswith("].key")
    assert (found[second].expected, found[second].found) == ('"2"', '"3"')


def test_a_body_says_what_it_was_made_by(engine: Engine, case: str) -> None:
    with engine.database.connect() as connection:
        body = connection.scalar(text("SELECT body FROM journal WHERE instance_id = :case AND seq = 2"), {"case": case})
    read = decode_body(bytes(body))
    assert (read.format, read.spiffworkflow, read.sealed) == (1, "3.2.0", {})
    assert read.command.actor == "wang"
    assert bytes(body).startswith(b'{"format":1,"engine":"')
    assert len(encode_body(b"{}", b"[]")) < 100
