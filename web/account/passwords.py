"""Passwords: argon2id with the library's recommended parameters (RFC 9106)."""

import secrets
from collections.abc import Iterable

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.store.database import reading
from web.account import sessions
from web.account.tables import credential

LONGEST = 1024
_TEMPORARY_BYTES = 9

_hasher = PasswordHasher()
# Verified when the account does not exist, so that the answer takes as long.
_NOBODY = _hasher.hash("nobody")


def set_password(database: sa.Engine, person: str, password: str, now: int, *, temporary: bool = False) -> None:
    """Give the person this password; replaces any other. With a `temporary` one they can only choose their own."""
    share_password(database, [person], password, now, temporary=temporary)


def give_temporary(database: sa.Engine, person: str, now: int) -> str:
    """Make a password that the person has to change at the next sign-in, sign them out everywhere, and return it."""
    temporary = secrets.token_urlsafe(_TEMPORARY_BYTES)
    set_password(database, person, temporary, now, temporary=True)
    sessions.revoke_all(database, person)
    return temporary


def share_password(
    database: sa.Engine, people: Iterable[str], password: str, now: int, *, temporary: bool = False
) -> None:
    """Give all of the people the same password, hashed once: for a demo's public one."""
    values = {"password_hash": _hasher.hash(password), "changed_at": now, "temporary": temporary}
    with database.begin() as connection:
        for person in people:
            found = connection.execute(sa.update(credential).where(credential.c.person == person).values(**values))
            if found.rowcount == 0:
                connection.execute(sa.insert(credential).values(person=person, **values))


def has_password(database: sa.Engine, person: str) -> bool:
    with reading(database) as connection:
        return connection.scalar(sa.select(credential.c.person).where(credential.c.person == person)) is not None


def is_temporary(database: sa.Engine, person: str) -> bool:
    """Whether the person still has to choose a password of their own."""
    with reading(database) as connection:
        return bool(connection.scalar(sa.select(credential.c.temporary).where(credential.c.person == person)))


def matches(database: sa.Engine, person: str, password: str) -> bool:
    """Whether this is the person's password; takes the same time for people that do not exist."""
    with reading(database) as connection:
        stored = connection.scalar(sa.select(credential.c.password_hash).where(credential.c.person == person))
    try:
        _hasher.verify(stored or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
