"""Tells the people concerned what became of a proposal: a notice in their messages, in the words of whoever reads it."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from handlers.insertion import insert_once
from handlers.tables import notification
from web.account.dates import holding, today
from web.account.tables import membership
from web.permissions import POLICY_OFFICER


def to_officers(connection: sa.Connection, at: int) -> list[str]:
    """The groups of all policy officers."""
    held = sa.select(membership.c.unit).where(membership.c.role == POLICY_OFFICER, holding(membership, today(at)))
    return [f"{POLICY_OFFICER}@{unit}" for unit in connection.scalars(held.distinct().order_by(membership.c.unit))]


def send(
    connection: sa.Connection,
    what: str,
    recipients: Collection[str],
    parts: Mapping[str, Any],
    *,
    key: str,
    link: str,
    at: int,
) -> None:
    """Leave a notice for people and groups (`role@unit`), once a `key`.

    `what` names the sentence (`notice_words`), `parts` fill it; `link` is a path on this server.
    """
    for recipient in dict.fromkeys(recipients):
        row = {
            "key": f"{what}:{key}",
            "recipient_kind": "group" if "@" in recipient else "person",
            "recipient": recipient,
            "subject": what,
            "body": msgspec.json.encode(parts).decode(),
            "link": link,
            "instance_id": "",
            "created_at": at,
        }
        insert_once(connection, notification, row, unique=("key", "recipient"))
