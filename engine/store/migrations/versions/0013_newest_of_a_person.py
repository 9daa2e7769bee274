"""The indexes by person go on with the instance, whose ids sort by start: the newest of one person are read in order."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")
_PASSED = sa.text("state <> 'open' AND assignee <> '' AND assignee <> closed_by")
_CLOSED = sa.text("closed_by <> ''")


def upgrade() -> None:
    """Closed tasks and instances by name and instance; tasks by who held them, where somebody else closed them."""
    _drop()
    op.create_index("ix_user_task_assignee", "user_task", ["assignee"], postgresql_where=_OPEN, sqlite_where=_OPEN)
    op.create_index(
        "ix_user_task_passed_on",
        "user_task",
        ["assignee", "instance_id"],
        postgresql_where=_PASSED,
        sqlite_where=_PASSED,
    )
    _closed_by("instance_id")
    op.create_index("ix_instance_started_by", "instance", ["started_by", "id"])


def downgrade() -> None:
    """Names alone."""
    _drop()
    op.drop_index("ix_user_task_passed_on", table_name="user_task")
    op.create_index("ix_user_task_assignee", "user_task", ["assignee", "state"])
    _closed_by()
    op.create_index("ix_instance_started_by", "instance", ["started_by"])


def _drop() -> None:
    op.drop_index("ix_user_task_assignee", table_name="user_task")
    op.drop_index("ix_user_task_closed_by", table_name="user_task")
    op.drop_index("ix_instance_started_by", table_name="instance")


def _closed_by(*more: str) -> None:
    op.create_index(
        "ix_user_task_closed_by", "user_task", ["closed_by", *more], postgresql_where=_CLOSED, sqlite_where=_CLOSED
    )
