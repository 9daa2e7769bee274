"""Work of the policy workshop that takes longer than somebody waits for a page."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_EVER = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "workshop_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("procedure", sa.String(length=100), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_run")),
    )
    op.create_index("ix_workshop_run_procedure", "workshop_run", ["procedure", "asked_at"])
    op.create_index("ix_workshop_run_next_at", "workshop_run", ["next_at"], postgresql_where=_EVER, sqlite_where=_EVER)


def downgrade() -> None:
    """Forget it; what was done stays done."""
    op.drop_table("workshop_run")
