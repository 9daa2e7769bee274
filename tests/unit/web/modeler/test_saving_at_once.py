"""Many who save at once, on both databases: one is first, all others are told, and versions are numbered without gaps."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table

from engine.store.metadata import metadata
from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.unit.web.conftest import World, install, opened
from web.modeler import library, tables
from web.modeler.drafts import remarks, saving
from web.modeler.drafts.saving import Conflict

__all__ = ["database_url", "postgresql", "sqlite_template"]

OURS = {table.name for table in vars(tables).values() if isinstance(table, Table)}
FILE = "pothole_fill.form.json"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    install(database_url)
    with opened(database_url) as world:
        yield world


def test_the_tables_are_as_the_migration_makes_them(world: World) -> None:
    with world.engine.database.connect() as connection:
        options = {"include_object": lambda found, name, kind, *_: kind != "table" or name in OURS}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_of_many_saves_upon_one_text_exactly_one_is_taken(world: World) -> None:
    people = [f"person-{number}" for number in range(6)]
    expected = saving.standing("pothole", FILE, engine=world.engine).revision
    together = Barrier(len(people))

    def save(who: str) -> str:
        together.wait()
        try:
            saving.save(world.engine, "pothole", FILE, who.encode(), expected=expected, who=who, at=1)
        except Conflict as conflict:
            return conflict.standing.changed_by
        return "saved"

    with ThreadPoolExecutor(len(people)) as pool:
        told = dict(zip(people, pool.map(save, people), strict=True))
    (first,) = [who for who, outcome in told.items() if outcome == "saved"]
    assert set(told.values()) == {"saved", first}
    (change,) = library.draft_changes("pothole", engine=world.engine)
    assert (change.changed_by, change.body) == (first, first.encode())


def test_versions_kept_at_once_are_numbered_one_after_another(world: World) -> None:
    def keep(number: int) -> int:
        with world.engine.database.begin() as connection:
            files = {"a.form": str(number % 2).encode()}
            return library.keep(connection, "pothole", files, name=str(number), note="", who="zhi", at=1).number

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(keep, range(6))) == [1, 2, 3, 4, 5, 6]


def test_remarks_and_drafts_are_kept_and_ended(world: World) -> None:
    database = world.engine.database
    thread = remarks.add(database, "pothole", "pothole.bpmn", "Fill", "谁？", "zhi", 5)
    remarks.add(database, "pothole", "", "", "他。", "lu", 5, thread)
    remarks.settle(database, "pothole", thread, resolved=True, who="zhi", at=9)
    (found,) = remarks.threads(database, "pothole")
    assert [one.text for one in found.remarks] == ["谁？", "他。"]
    assert (found.element, found.resolved_by, found.resolved_at) == ("Fill", "zhi", 9)
    saving.change(world.engine, "pothole", {"x.form": b"{}"}, who="zhi", at=1)
    saving.change(world.engine, "pothole", {"x.form": None}, who="zhi", at=2, keep_as="前")
    assert library.draft_changes("pothole", engine=world.engine) == []
    assert [one.name for one in library.versions("pothole", engine=world.engine)] == ["前"]
