"""Everything the engine does by itself has its own next moment, in the row that says what is to be done."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENTS = {
    "job": "CASE WHEN retries > 0 THEN CASE WHEN leased_until > due THEN leased_until ELSE due END END",
    "timer": "due",
    "start_timer": "due",
    "message": "published_at",
    "signal": "thrown_at",
    "store_read": "asked_at",
    # Every message is looked at once more, and finds these.
    "subscription": "NULL",
    "start_subscription": "NULL",
}
"""When somebody looks at the rows of each table next."""

_PARKED = {
    "message": ("message", "t.id"),
    "signal": ("signal", "t.id"),
    "timer": ("timer", "t.instance_id || ':' || t.token || ':' || t.due"),
    "start": ("start_timer", "t.definition_hash || ':' || t.element || ':' || t.due"),
    "store": ("store_read", "t.instance_id || ':' || t.token || ':' || t.seq"),
}
"""The table and the key of what was put off, by kind."""

_REPLACED = (
    ("ix_job_due", "job", ["due"]),
    ("ix_timer_due", "timer", ["due"]),
    ("ix_start_timer_due", "start_timer", ["due"]),
    ("ix_message_expires_at", "message", ["expires_at"]),
    ("ix_signal_thrown_at", "signal", ["thrown_at"]),
    ("ix_store_read_asked_at", "store_read", ["asked_at"]),
    ("ix_subscription_message", "subscription", ["message", "key"]),
)
_EVER = sa.text("next_at IS NOT NULL")
_RETRIES = sa.text("retries > 0")


def upgrade() -> None:
    """Carry over what is due, leased or put off."""
    for table, moment in _MOMENTS.items():
        op.add_column(table, sa.Column("next_at", sa.BigInteger()))
        op.add_column(table, sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        op.execute(f"UPDATE {table} SET next_at = {moment}")  # noqa: S608  constants
    for kind, (table, key) in _PARKED.items():
        values = f"(SELECT p.{{}} FROM parked p WHERE p.kind = '{kind}' AND p.id = {key})"  # noqa: S608  constants
        op.execute(
            f"UPDATE {table} AS t SET next_at = {values.format('next_at')}, attempts = {values.format('attempts')}"  # noqa: S608
            f" WHERE EXISTS {values.format('id')}"
        )
    op.drop_table("parked")
    for name, table, _ in _REPLACED:
        op.drop_index(name, table)
    op.drop_column("job", "leased_until")
    op.add_column("signal", sa.Column("spread_at", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "signal_receiver",
        sa.Column("signal_id", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("definition_hash", sa.String(length=64), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("thrown_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint(
            "signal_id", "instance_id", "definition_hash", "element", name=op.f("pk_signal_receiver")
        ),
        sqlite_with_rowid=False,
    )
    for table in (*_MOMENTS, "signal_receiver"):
        op.create_index(f"ix_{table}_next_at", table, ["next_at"], postgresql_where=_EVER, sqlite_where=_EVER)
    op.create_index("ix_subscription_message", "subscription", ["message", "key", "instance_id"])


def downgrade() -> None:
    """Try everything again at once; a signal reaches those it has not reached and, without effect, the others."""
    op.create_table(
        "parked",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_parked")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_parked_next_at", "parked", ["next_at"])
    op.drop_table("signal_receiver")
    op.drop_column("signal", "spread_at")
    op.drop_index("ix_subscription_message", "subscription")
    op.add_column("job", sa.Column("leased_until", sa.BigInteger(), server_default="0", nullable=False))
    for table in _MOMENTS:
        op.drop_index(f"ix_{table}_next_at", table)
        op.drop_column(table, "attempts")
        op.drop_column(table, "next_at")
    for name, table, columns in _REPLACED:
        where = _RETRIES if table == "job" else None
        op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
