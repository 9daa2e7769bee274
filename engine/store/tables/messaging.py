"""Projections of what instances wait for, and the messages that nobody has received yet."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from engine.store.metadata import metadata

timer = Table(
    "timer",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Index("ix_timer_due", "due"),
    sqlite_with_rowid=False,
)
"""Open timers."""

subscription = Table(
    "subscription",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", String(8), nullable=False, server_default="message"),
    Index("ix_subscription_message", "message", "key"),
    sqlite_with_rowid=False,
)
"""Open subscriptions of instances: to messages, or to the signal `message` where the `kind` is signal."""

signal = Table(
    "signal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("variables", Text, nullable=False),
    Column("thrown_at", BigInteger, nullable=False, index=True),
)
"""Signals that have not reached everybody yet. `instance_id` is the thrower's, '' for one from outside."""

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("variables", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Index("ix_message_name", "name", "key"),
)
"""Undelivered messages. `instance_id` is the thrower's, '' when published from outside; `variables` is a JSON object."""
