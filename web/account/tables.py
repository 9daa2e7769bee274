"""Tables of the organisation, of credentials and of sessions. Times are milliseconds since 1970, UTC.

Days are ISO dates in Asia/Shanghai. What has a `valid_from` and a `valid_to` holds on both and between; '' is no limit.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text, false

from engine.store.metadata import metadata


def _validity() -> tuple[Column[str], Column[str]]:
    return (
        Column("valid_from", String(10), nullable=False, server_default=""),
        Column("valid_to", String(10), nullable=False, server_default=""),
    )


unit = Table(
    "unit",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("parent", String(100), nullable=False, default=""),
    Column("street", String(100), nullable=False, default=""),
    Column("department", String(100), nullable=False, default=""),
    Column("short_name", String(100), nullable=False, default=""),
    *_validity(),
)

role = Table(
    "role",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    *_validity(),
)

person = Table(
    "person",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("language", String(10), nullable=False, default=""),
    *_validity(),
)

membership = Table(
    "membership",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("role", ForeignKey("role.id"), primary_key=True),
    Column("unit", ForeignKey("unit.id"), primary_key=True),
    Column("valid_from", String(10), primary_key=True, server_default=""),
    Column("valid_to", String(10), nullable=False, server_default=""),
)

absence = Table(
    "absence",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("substitute", ForeignKey("person.id"), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("noted_at", BigInteger, nullable=False),
    Index("absence_person", "person"),
    Index("absence_substitute", "substitute", "last_day"),
)
"""Who is away from the first to the last day, and who does their tasks meanwhile."""

credential = Table(
    "credential",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("temporary", Boolean, nullable=False, server_default=false()),
)

# Only the SHA-256 of a session's token is kept, so that reading this table signs nobody in.
web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("address", String(64), nullable=False),
    Index("web_session_person", "person"),
    Index("web_session_expiry", "expires_at"),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", String(100), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("sign_in_failure_lookup", "account", "address", "at"),
)
