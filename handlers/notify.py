"""`notify`: stores a message for people and groups, shown to them when they next look."""

from typing import Annotated

import msgspec

from engine.runtime.handlers import JobContext
from handlers.insertion import insert_once
from handlers.registry import handler
from handlers.tables import notification

Recipient = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Message(msgspec.Struct, frozen=True, rename="camel"):
    """A message to groups (`role@unit`) and people (their ids). `link` is the case to open, this one if empty."""

    recipients: Annotated[list[Recipient], msgspec.Meta(min_length=1)]
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    body: str = ""
    link: str = ""


class Delivery(msgspec.Struct, frozen=True, rename="camel"):
    """To how many recipients the message went."""

    notified: int


@handler("notify")
def notify(inputs: Message, context: JobContext) -> Delivery:
    """Store the message once for each recipient."""
    recipients = list(dict.fromkeys(inputs.recipients))
    with context.database.begin() as connection:
        for recipient in recipients:
            row = {
                "key": context.idempotency_key,
                "recipient_kind": "group" if "@" in recipient else "person",
                "recipient": recipient,
                "subject": inputs.subject,
                "body": inputs.body,
                "link": inputs.link or context.instance_id,
                "instance_id": context.instance_id,
                "created_at": context.now,
            }
            insert_once(connection, notification, row, unique=("key", "recipient"))
    return Delivery(len(recipients))
