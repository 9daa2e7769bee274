"""Counts wrong passwords per account and address in the database, so that every server counts together."""

import hashlib
import secrets

import sqlalchemy as sa

from engine.store.database import is_postgresql
from web.account.tables import sign_in_failure

MINUTE = 60_000
PER_ADDRESS = 20
"""An address may fail this many times as often as one account from it: many people share one address in an office."""


def attempt(database: sa.Engine, account: str, address: str, now: int, failures: int, window_minutes: int) -> bool:
    """Whether the account may try a password from this address now; the try counts as failed until `succeeded`.

    Counting and recording are one step, so that tries at the same moment cannot all pass. Tries too old to count are
    cleared away.
    """
    since = now - window_minutes * MINUTE
    account = account[:100]
    recent = sa.and_(sign_in_failure.c.address == address, sign_in_failure.c.at > since)
    same = sa.func.sum(sa.case((sign_in_failure.c.account == account, 1), else_=0))
    with database.begin() as connection:
        if is_postgresql(database):
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _lock(address)})
        connection.execute(sa.delete(sign_in_failure).where(sign_in_failure.c.at <= since))
        total, of_account = connection.execute(sa.select(sa.func.count(), same).where(recent)).one()
        if (of_account or 0) >= failures or total >= failures * PER_ADDRESS:
            return False
        connection.execute(
            sa.insert(sign_in_failure).values(id=secrets.token_hex(16), account=account, address=address, at=now)
        )
    return True


def succeeded(database: sa.Engine, account: str, address: str) -> None:
    """Forget the account's failures from this address."""
    mine = sa.and_(sign_in_failure.c.account == account[:100], sign_in_failure.c.address == address)
    with database.begin() as connection:
        connection.execute(sa.delete(sign_in_failure).where(mine))


def _lock(address: str) -> int:
    """One number an address, so that others need not wait."""
    return int.from_bytes(hashlib.sha256(f"sign-in {address}".encode()).digest()[:8], signed=True)
