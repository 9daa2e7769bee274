"""Which committer writes to which kind of database."""

from sqlalchemy import Engine

from engine.store.commit import Committer
from engine.store.commit_postgresql import PostgresqlCommitter
from engine.store.commit_sqlite import SqliteCommitter
from engine.store.database import is_postgresql


def committer(database: Engine) -> Committer:
    """The committer of this kind of database."""
    return PostgresqlCommitter(database) if is_postgresql(database) else SqliteCommitter(database)
