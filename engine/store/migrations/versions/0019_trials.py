"""What was played when a draft was tried, for as long as people look at it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trial",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("definitions", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["workshop_run.id"], name=op.f("fk_trial_run")),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_trial")),
    )
    op.create_table(
        "trial_play",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("cases", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["trial.run"], name=op.f("fk_trial_play_run")),
        sa.PrimaryKeyConstraint("run", "scenario", name=op.f("pk_trial_play")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("trial_play")
    op.drop_table("trial")
