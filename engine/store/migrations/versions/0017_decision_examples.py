"""Examples that people keep to try decisions with."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    op.create_table(
        "decision_example",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("procedure", sa.String(100), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("decision", sa.String(200), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("entered", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_decision_example_decision", "decision_example", ["procedure", "file", "decision", "made_at"])


def downgrade() -> None:
    """Without it."""
    op.drop_table("decision_example")
