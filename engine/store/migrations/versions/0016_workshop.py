"""The policy workshop: versions and drafts of procedures, who edits what, and remarks on elements."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Five tables."""
    op.create_table(
        "procedure_version",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("published_at", sa.BigInteger),
        sa.UniqueConstraint("procedure", "number", name="uq_procedure_version_procedure_number"),
    )
    op.create_index("procedure_version_published", "procedure_version", ["procedure", "published_at"])
    op.create_table(
        "procedure_draft",
        sa.Column("procedure", sa.Text, primary_key=True),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("begun_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.create_table(
        "procedure_draft_file",
        sa.Column("procedure", sa.Text, sa.ForeignKey("procedure_draft.procedure"), primary_key=True),
        sa.Column("file", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("based_on", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.create_table(
        "editing",
        sa.Column("procedure", sa.Text, primary_key=True),
        sa.Column("file", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("element", sa.Text, nullable=False),
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("resolved_at", sa.BigInteger),
        sa.Column("resolved_by", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("remark_place", "remark", ["procedure", "file"])


def downgrade() -> None:
    """Gone, with all drafts; what is in force stays in force."""
    for table in ("remark", "editing", "procedure_draft_file", "procedure_draft", "procedure_version"):
        op.drop_table(table)
