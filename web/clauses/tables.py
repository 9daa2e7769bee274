"""Tables of the clause register. Times are milliseconds since 1970, UTC; dates are ISO texts of Shanghai."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from engine.store.metadata import metadata

clause_version = Table(
    "clause_version",
    metadata,
    Column("clause", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("section_en", Text, nullable=False),
    Column("repealed", Boolean, nullable=False),
    Column("valid_from", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
)
"""Every wording of a clause. `position` is its place in the document, `valid_from` the day from which the wording holds ('' for
always)."""

clause_review = Table(
    "clause_review",
    metadata,
    Column("clause", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("procedure", Text, primary_key=True),
    Column("element", Text, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", Text, nullable=False),
    Index("clause_review_procedure", "procedure", "state"),
)
"""An element that cites a clause which changed: `state` is waiting, right (looked at: still right) or changed."""
