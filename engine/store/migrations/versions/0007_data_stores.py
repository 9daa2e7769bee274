"""Data stores of the diagrams, and the steps that wait for rows of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "data_store_row",
        sa.Column("store", sa.String(length=63), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "key", name=op.f("pk_data_store_row")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_data_store_row_instance_id", "data_store_row", ["instance_id"], unique=False)
    op.create_table(
        "store_read",
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "token", name=op.f("pk_store_read")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_store_read_asked_at", "store_read", ["asked_at"], unique=False)


def downgrade() -> None:
    """Forget the rows; the journal keeps what was written."""
    op.drop_table("store_read")
    op.drop_table("data_store_row")
