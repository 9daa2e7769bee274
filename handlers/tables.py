"""The handlers' own tables. The key of a row is the job's idempotency key, so that a job tried again finds its row."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.metadata import metadata

_SERIAL = BigInteger().with_variant(Integer, "sqlite")

number_series = Table(
    "number_series",
    metadata,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""Counters: `last` is the last sequence number given out in the series and year; its row is the lock."""

case_number = Table(
    "case_number",
    metadata,
    Column("key", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("series", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("instance_id", String(32), nullable=False),
    Column("allotted_at", BigInteger, nullable=False),
    UniqueConstraint("series", "year", "sequence"),
)
"""Every number ever given out: case numbers, and those of registered matters and documents."""

matter_register = Table(
    "matter_register",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("ruling", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("streets", JSON, nullable=False),
    Column("resources", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_on", String(10), nullable=False),
    Column("clause", String(16), nullable=False),
    Column("instance_id", String(32), nullable=False),
    Column("registered_at", BigInteger, nullable=False),
    Index("ix_matter_register_department", "department", "ruling"),
)
"""Matters ruled on: `ruling` is admitted (clause 2.1.1.c) or prohibited (clause 2.1.1.b)."""

notification = Table(
    "notification",
    metadata,
    Column("id", _SERIAL, Identity(), primary_key=True),
    Column("key", Text, nullable=False),
    Column("recipient_kind", String(8), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("instance_id", String(32), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("key", "recipient"),
    Index("ix_notification_recipient", "recipient", "recipient_kind"),
)
"""In-app messages; `recipient_kind` is person or group (`role@unit`)."""

notification_read = Table(
    "notification_read",
    metadata,
    Column("notification_id", _SERIAL, ForeignKey("notification.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("read_at", BigInteger, nullable=False),
)
"""Who has read which message: each member of a group for themselves."""

outside_report = Table(
    "outside_report",
    metadata,
    Column("key", Text, primary_key=True),
    Column("system", String(20), nullable=False),
    Column("event", String(20), nullable=False),
    Column("case_number", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("instance_id", String(32), nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Index("ix_outside_report_case_number", "case_number", "system"),
)
"""What outside systems were told and took: which case, which event, and the receipt they gave."""

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", String(32), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("docx", LargeBinary, nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    Column("docx_sha256", String(64), nullable=False),
    Column("pdf_sha256", String(64), nullable=False),
)
"""Official documents as they were issued, with the SHA-256 of each file."""
