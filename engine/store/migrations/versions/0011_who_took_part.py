"""Indexes by person, so that a list of cases starts from those in which somebody took part."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")
_CLOSED = sa.text("closed_by <> ''")


def upgrade() -> None:
    """Tasks by who holds or held them and by who closed them, instances by who started them."""
    op.drop_index("ix_user_task_assignee", table_name="user_task")
    op.create_index("ix_user_task_assignee", "user_task", ["assignee", "state"])
    op.create_index(
        "ix_user_task_closed_by", "user_task", ["closed_by"], postgresql_where=_CLOSED, sqlite_where=_CLOSED
    )
    op.create_index("ix_instance_started_by", "instance", ["started_by"])


def downgrade() -> None:
    """Only open tasks by who holds them."""
    op.drop_index("ix_instance_started_by", table_name="instance")
    op.drop_index("ix_user_task_closed_by", table_name="user_task")
    op.drop_index("ix_user_task_assignee", table_name="user_task")
    op.create_index("ix_user_task_assignee", "user_task", ["assignee"], postgresql_where=_OPEN, sqlite_where=_OPEN)
