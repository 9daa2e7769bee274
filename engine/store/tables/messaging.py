"""Projections of what instances wait for, and the messages that nobody has received yet."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from engine.store.metadata import metadata
from engine.store.tables.due import due_columns, due_index

timer = Table(
    "timer",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("element", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    *due_columns(),
    due_index("timer"),
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
    *due_columns(),
    Index("ix_subscription_message", "message", "key", "instance_id"),
    due_index("subscription"),
    sqlite_with_rowid=False,
)
"""Open subscriptions of instances: to messages, or to the signal `message` where the `kind` is signal.

One to messages is due once, when it is new: to find the messages that came before it."""

signal = Table(
    "signal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("variables", Text, nullable=False),
    Column("thrown_at", BigInteger, nullable=False),
    Column("spread_at", BigInteger, nullable=False, server_default="0"),
    *due_columns(),
    due_index("signal"),
)
"""Signals that have not reached everybody yet. `instance_id` is the thrower's, '' for one from outside; `spread_at` when
its receivers were written down, 0 before."""

signal_receiver = Table(
    "signal_receiver",
    metadata,
    Column("signal_id", Text, primary_key=True),
    Column("instance_id", String(32), primary_key=True),
    Column("definition_hash", String(64), primary_key=True),
    Column("element", Text, primary_key=True),
    Column("thrown_at", BigInteger, nullable=False),
    *due_columns(),
    due_index("signal_receiver"),
    sqlite_with_rowid=False,
)
"""Who a signal has not reached yet: an instance, or ('' as `instance_id`) a start event `element` of a definition."""

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("variables", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    *due_columns(),
    Index("ix_message_name", "name", "key"),
    due_index("message"),
)
"""Undelivered messages. `instance_id` is the thrower's, '' when published from outside; `variables` is a JSON object.

One is due when it is new, when somebody new waits for it, and when its time is over."""
