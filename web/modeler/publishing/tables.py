"""The operations journal: what was proposed, decided, put into force and moved, append-only by trigger."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from engine.store.metadata import metadata

operations_journal = Table(
    "operations_journal",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_operations_journal_subject", "subject", "seq"),
    Index("ix_operations_journal_actor", "actor", "seq"),
    Index("ix_operations_journal_action", "action", "seq"),
)
"""One row an act, numbered without a gap; `web.modeler.publishing.journal` defines `body` and `hash`. The other columns
repeat the body for searching. `subject` is the key of a procedure, '' where it is about several."""
