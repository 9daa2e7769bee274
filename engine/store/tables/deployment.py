"""What instances run by: files by content, definitions by manifest, and what the current definitions wait for to start."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.metadata import metadata
from engine.store.tables.due import due_columns, due_index

resource = Table(
    "resource",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

definition = Table(
    "definition",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("process_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("version_tag", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("manifest", LargeBinary, nullable=False),
    Column("deployed_at", BigInteger, nullable=False),
    Column("deployed_by", Text, nullable=False),
    Column("is_current", Boolean, nullable=False),
    UniqueConstraint("process_id", "version"),
    Index(
        "uq_definition_current",
        "process_id",
        unique=True,
        postgresql_where=text("is_current"),
        sqlite_where=text("is_current"),
    ),
)
"""`is_current` marks what a new instance of the process starts by; deploying older content again makes it current."""

start_subscription = Table(
    "start_subscription",
    metadata,
    Column("definition_hash", String(64), ForeignKey("definition.hash"), primary_key=True),
    Column("element", Text, primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("message", Text, primary_key=True, index=True),
    *due_columns(),
    due_index("start_subscription"),
)
"""Messages and signals (`kind` message or signal) that start the current definitions."""

start_timer = Table(
    "start_timer",
    metadata,
    Column("definition_hash", String(64), ForeignKey("definition.hash"), primary_key=True),
    Column("element", Text, primary_key=True),
    Column("due", BigInteger, nullable=False),
    Column("remaining", Integer, nullable=False),
    *due_columns(),
    due_index("start_timer"),
)
"""Timer start events of the current definitions; `remaining` repetitions after the one due, -1 for no end."""

amendment = Table(
    "amendment",
    metadata,
    Column("key", Text, primary_key=True),
    Column("process_id", Text, nullable=False, index=True),
    Column("definition_hash", String(64), ForeignKey("definition.hash"), nullable=False),
    Column("file_before", String(64), ForeignKey("resource.sha256"), nullable=False),
    Column("file_after", String(64), ForeignKey("resource.sha256"), nullable=False),
    Column("mark", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("amended_at", BigInteger, nullable=False),
    Column("withdrawn_by", Text, nullable=False, server_default=""),
)
"""Changes that a procedure itself made to another's files: which file became which, by whose decision (`mark`, a text in
the file, such as the ruling's number). `key` is that of the job; in force until `withdrawn_by` says who took it back."""
