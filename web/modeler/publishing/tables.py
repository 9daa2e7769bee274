"""The operations journal, append-only by trigger; proposals of versions; and who made what is proposed."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table, Text

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

proposal = Table(
    "proposal",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("procedure", Text, nullable=False),
    Column("version_id", String(32), nullable=False),
    Column("based_on", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("cases", String(8), nullable=False),
    Column("findings", Text, nullable=False),
    Column("scenarios_run", String(32), nullable=False),
    Column("impact_run", String(32), nullable=False),
    Column("proposed_at", BigInteger, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("decision", Text, nullable=False, server_default=""),
    Column("publish_at", BigInteger),
    Column("publication_run", String(32), nullable=False, server_default=""),
    Column("ended_at", BigInteger),
    Column("reason", Text, nullable=False, server_default=""),
    Column("elements", Text, nullable=False, server_default=""),
    Index("ix_proposal_procedure", "procedure", "proposed_at"),
    Index("ix_proposal_state", "state", "proposed_at"),
)
"""A version that somebody wants in force. `based_on` is the id of the version in force then ('' for none), `cases` whether
live cases stay or migrate, `elements` (JSON) the mapping for that as people confirmed it ('' for nobody did), `findings` (JSON) what lint remarked, `authors` (JSON list) who may not review: whoever proposed
and whoever made the version. `state` is proposed, approved, published, rejected, withdrawn, cancelled, overtaken or
failed; `reason` (JSON, zh and en) says what overtook it, or why its publication was stopped."""

version_author = Table(
    "version_author",
    metadata,
    Column("version_id", String(32), primary_key=True),
    Column("person", String(100), primary_key=True),
)
"""Who changed the files of a version that was kept from a draft."""

draft_author = Table(
    "draft_author",
    metadata,
    Column("procedure", String(100), primary_key=True),
    Column("person", String(100), primary_key=True),
)
"""Who changed a procedure's draft since the last version in force, also what others changed again since."""
