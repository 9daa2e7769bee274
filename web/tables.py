"""The table in which denials and every read of an audit page stand."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from engine.store.metadata import metadata

access_record = Table(
    "access_record",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("person", String(100), nullable=False),
    Column("address", String(64), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("outcome", String(10), nullable=False),
    Index("access_record_subject", "subject", "at"),
    Index("access_record_person", "person", "at"),
)
