"""What people bring to a task before it is done: drafts of its form, and files."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from engine.store.metadata import metadata

# `instance` is the process id while a case is only being started; `token` is 0 then. Files of drafts lie under
# `draft:` and that id, and get the case's once they are submitted.
draft = Table(
    "draft",
    metadata,
    Column("person", String(100), primary_key=True),
    Column("instance", String(100), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("fields", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

attachment = Table(
    "attachment",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("instance", String(100), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("field", String(200), nullable=False),
    Column("person", String(100), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("attachment_instance", "instance", "token"),
)
