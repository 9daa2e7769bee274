"""Signals: who waits for them, what starts by them, and those that have not reached everybody yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell signals from messages, and let one start event wait for several."""
    op.add_column("subscription", sa.Column("kind", sa.String(length=8), server_default="message", nullable=False))
    op.create_table(
        "signal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("thrown_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    op.create_index(op.f("ix_signal_thrown_at"), "signal", ["thrown_at"], unique=False)
    op.drop_index(op.f("ix_start_subscription_message"), "start_subscription")
    op.rename_table("start_subscription", "start_subscription_old")
    op.create_table(
        "start_subscription",
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["definition_hash"], ["definition.hash"], name="fk_start_subscription_definition"),
        sa.PrimaryKeyConstraint("definition_hash", "element", "kind", "message", name="pk_start_subscription_kind"),
    )
    op.create_index(op.f("ix_start_subscription_message"), "start_subscription", ["message"], unique=False)
    op.execute(
        "INSERT INTO start_subscription (definition_hash, element, kind, message)"
        " SELECT definition_hash, element, 'message', message FROM start_subscription_old"
    )
    op.drop_table("start_subscription_old")


def downgrade() -> None:
    """Not supported: signals in flight would be lost."""
    raise NotImplementedError("signals cannot be taken back")
