"""Projections of what people and handlers have to do.

No foreign keys here: the rows are a cache of the journal, `verify` holds them to it, and each key would cost a look-up
in every commit.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from engine.store.metadata import metadata
from engine.store.tables.due import due_columns, due_index

_OPEN = "state = 'open'"
_PASSED = "state <> 'open' AND assignee <> '' AND assignee <> closed_by"

user_task = Table(
    "user_task",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("assignee", Text, nullable=False),
    Column("assigned_at", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("follow_up", BigInteger, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger, nullable=False),
    Column("closed_by", Text, nullable=False),
    Index("ix_user_task_assignee", "assignee", postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
    Index(
        "ix_user_task_passed_on", "assignee", "instance_id", postgresql_where=text(_PASSED), sqlite_where=text(_PASSED)
    ),
    Index(
        "ix_user_task_closed_by",
        "closed_by",
        "instance_id",
        postgresql_where=text("closed_by <> ''"),
        sqlite_where=text("closed_by <> ''"),
    ),
    sqlite_with_rowid=False,
)
"""User tasks, kept after closing: who did it before me. `state` is open, completed or cancelled."""

task_candidate = Table(
    "task_candidate",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("name", Text, primary_key=True),
    Index("ix_task_candidate_name", "name", "kind"),
    sqlite_with_rowid=False,
)
"""Who may claim an open user task or choose in an open ad-hoc subprocess, and who may not do a task: `kind` is group, user
or excluded. Rows go when it closes."""

ad_hoc = Table(
    "ad_hoc",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Ad-hoc subprocesses in which somebody may choose what to start; `task_candidate` says who."""

job = Table(
    "job",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    # Names the present run and is no projection: a crash may leave it, `next_at` says when somebody else may run the job.
    Column("lease", Text, nullable=False, server_default=""),
    *due_columns(),
    due_index("job"),
    sqlite_with_rowid=False,
)
"""Open jobs. With no `retries` left a job waits for its incident."""

incident = Table(
    "incident",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("message", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Index("ix_incident_raised_at", "raised_at", "instance_id", "token"),
    sqlite_with_rowid=False,
)
"""Open incidents; `details` is a JSON object."""
