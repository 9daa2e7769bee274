"""What could not be delivered or fired, and when it is tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "parked",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_parked")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_parked_next_at"), "parked", ["next_at"], unique=False)


def downgrade() -> None:
    """Try everything again at once."""
    op.drop_table("parked")
