"""The migrations make exactly the tables that the handlers declare."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from engine.store.metadata import metadata
from handlers import tables

OURS = {table.name for table in vars(tables).values() if getattr(table, "metadata", None) is metadata}


def test_declared_tables_are_the_migrated_ones(database: Engine) -> None:
    def ours(item: Any, name: str | None, kind: str, *_: Any) -> bool:
        return kind != "table" or name in OURS

    with database.connect() as connection:
        assert set(inspect(connection).get_table_names()) >= OURS
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
