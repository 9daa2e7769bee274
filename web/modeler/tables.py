"""Tables of the policy workshop. Times are milliseconds since 1970, UTC; a procedure is named by its key.

Bodies of versions lie in `resource`; a draft's lie here, because they change with every save and nobody else reads them.
"""

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
    false,
)

from engine.store.metadata import metadata

procedure_version = Table(
    "procedure_version",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("procedure", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("published_at", BigInteger),
    UniqueConstraint("procedure", "number"),
    Index("procedure_version_published", "procedure", "published_at"),
)
"""Fixed manifests: `files` is a JSON object, file name to SHA-256 of a `resource`. `published_at` is when it was last put
into force."""

draft = Table(
    "procedure_draft",
    metadata,
    Column("procedure", Text, primary_key=True),
    Column("begun_at", BigInteger, nullable=False),
    Column("begun_by", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
)
"""The one set of changed files of a procedure that policy officers work on together."""

draft_file = Table(
    "procedure_draft_file",
    metadata,
    Column("procedure", Text, ForeignKey("procedure_draft.procedure"), primary_key=True),
    Column("file", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("removed", Boolean, nullable=False, server_default=false()),
    Column("based_on", String(64), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
)
"""A file as the draft has it, laid over what is in force. `based_on` is the SHA-256 of the file in force when the draft
first changed it, '' for a new one; `removed` says that the draft has it no more."""

editing = Table(
    "editing",
    metadata,
    Column("procedure", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
)
"""Who has which file open in an editor, and when their browser last said so."""

remark = Table(
    "remark",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("procedure", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("element", Text, nullable=False),
    Column("thread", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("resolved_at", BigInteger),
    Column("resolved_by", Text, nullable=False, server_default=""),
    Index("remark_place", "procedure", "file"),
)
"""What people say about an element of a file ('' for the whole file). `thread` is the id of the remark that began it,
which alone holds whether the thread is resolved."""
