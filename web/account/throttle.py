"""Counts wrong passwords per account and address in the database, so that every server counts together."""

import secrets

import sqlalchemy as sa

from engine.store.database import reading
from web.account.tables import sign_in_failure

MINUTE = 60_000
PER_ADDRESS = 20
"""An address may fail this many times as often as one account from it: many people share one address in an office."""


def must_wait(database: sa.Engine, account: str, address: str, now: int, failures: int, window_minutes: int) -> bool:
    """Whether the account (or the whole address) has failed too often within the window."""
    since = now - window_minutes * MINUTE
    recent = sa.and_(sign_in_failure.c.address == address, sign_in_failure.c.at > since)
    same = sa.func.sum(sa.case((sign_in_failure.c.account == account, 1), else_=0))
    with reading(database) as connection:
        total, of_account = connection.execute(sa.select(sa.func.count(), same).where(recent)).one()
    return (of_account or 0) >= failures or total >= failures * PER_ADDRESS


def failed(database: sa.Engine, account: str, address: str, now: int) -> None:
    """Record one wrong password."""
    with database.begin() as connection:
        connection.execute(
            sa.insert(sign_in_failure).values(id=secrets.token_hex(16), account=account[:100], address=address, at=now)
        )


def succeeded(database: sa.Engine, account: str, address: str, now: int, window_minutes: int) -> None:
    """Forget the account's failures from this address, and all that are too old to count."""
    mine = sa.and_(sign_in_failure.c.account == account, sign_in_failure.c.address == address)
    old = sign_in_failure.c.at <= now - window_minutes * MINUTE
    with database.begin() as connection:
        connection.execute(sa.delete(sign_in_failure).where(sa.or_(mine, old)))
