"""The mapping of running cases that is approved together with a version."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has confirmed a mapping of the proposals that there are."""
    op.add_column("proposal", sa.Column("elements", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Only what is sure is mapped again."""
    op.drop_column("proposal", "elements")
