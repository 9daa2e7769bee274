"""Server-side sessions: a random token in the person's cookie, its SHA-256 here; any of them can be revoked."""

import hashlib
import secrets

import sqlalchemy as sa

from engine.store.database import reading
from web.account.tables import web_session

MINUTE = 60_000


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(database: sa.Engine, person: str, address: str, now: int, minutes: int) -> str:
    """Begin a session and return its token; sessions past their time are cleared away."""
    token = secrets.token_urlsafe(32)
    row = {
        "person": person,
        "address": address,
        "created_at": now,
        "seen_at": now,
        "expires_at": now + minutes * MINUTE,
    }
    with database.begin() as connection:
        connection.execute(sa.delete(web_session).where(web_session.c.expires_at <= now))
        connection.execute(sa.insert(web_session).values(token_hash=_hash(token), **row))
    return token


def resume(database: sa.Engine, token: str, now: int, minutes: int) -> str | None:
    """The person of a session that still holds, or None. Using it puts its end off, written at most once a minute."""
    key = web_session.c.token_hash == _hash(token)
    with reading(database) as connection:
        row = connection.execute(
            sa.select(web_session.c.person, web_session.c.seen_at).where(key, web_session.c.expires_at > now)
        ).one_or_none()
    if row is None:
        return None
    if now - row.seen_at >= MINUTE:
        with database.begin() as connection:
            connection.execute(sa.update(web_session).where(key).values(seen_at=now, expires_at=now + minutes * MINUTE))
    return str(row.person)


def revoke(database: sa.Engine, token: str) -> None:
    """End one session."""
    with database.begin() as connection:
        connection.execute(sa.delete(web_session).where(web_session.c.token_hash == _hash(token)))


def revoke_all(database: sa.Engine, person: str) -> None:
    """End every session of the person."""
    with database.begin() as connection:
        connection.execute(sa.delete(web_session).where(web_session.c.person == person))
