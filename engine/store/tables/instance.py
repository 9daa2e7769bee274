"""One row an instance: its head (the version guard) and what lists show of it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from engine.store.metadata import metadata

instance = Table(
    "instance",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("definition_hash", String(64), ForeignKey("definition.hash"), nullable=False),
    Column("process_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # seq and head_hash change with every command and are in no index: PostgreSQL then updates the row in its page (HOT).
    Column("seq", BigInteger, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("status", String(16), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("ended_at", BigInteger, nullable=False, server_default="0"),
    Column("case_number", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False, server_default=""),
    Index("ix_instance_started_at", "started_at", "id"),
    Index("ix_instance_process_id", "process_id", "started_at"),
    Index("ix_instance_case_number", "case_number"),
    Index("ix_instance_started_by", "started_by", "id"),
    Index(
        "ix_instance_active",
        "started_at",
        "id",
        postgresql_where=text("status = 'active'"),
        sqlite_where=text("status = 'active'"),
    ),
    sqlite_with_rowid=False,
)
"""`status` is active, completed, terminated or cancelled; times are milliseconds since 1970, 0 for none."""
