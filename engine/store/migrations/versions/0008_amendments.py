"""Governed changes of deployed files."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "amendment",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("file_before", sa.String(length=64), nullable=False),
        sa.Column("file_after", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("amended_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["definition.hash"], name=op.f("fk_amendment_definition_hash_definition")
        ),
        sa.ForeignKeyConstraint(["file_before"], ["resource.sha256"], name=op.f("fk_amendment_file_before_resource")),
        sa.ForeignKeyConstraint(["file_after"], ["resource.sha256"], name=op.f("fk_amendment_file_after_resource")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_process_id"), "amendment", ["process_id"], unique=False)


def downgrade() -> None:
    """Forget who amended what; the definitions stay."""
    op.drop_table("amendment")
