"""Ad-hoc subprocesses in which somebody may choose what to start."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "ad_hoc",
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "token", name=op.f("pk_ad_hoc")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Nobody chooses any more."""
    op.drop_table("ad_hoc")
