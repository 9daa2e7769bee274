"""What was pushed by outside systems and reported to them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "outside_push",
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("system", "key", name=op.f("pk_outside_push")),
        sa.UniqueConstraint("receipt", name=op.f("uq_outside_push_receipt")),
    )
    op.create_index("ix_outside_push_received_at", "outside_push", ["received_at"], unique=False)
    op.create_table(
        "outside_report",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outside_report")),
    )
    op.create_index("ix_outside_report_case_number", "outside_report", ["case_number", "system"], unique=False)


def downgrade() -> None:
    """Forget who pushed what; the cases stay."""
    op.drop_table("outside_report")
    op.drop_table("outside_push")
