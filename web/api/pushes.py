"""Taking a push once: kept under the sender's key, then sent on as a message under its receipt.

The message's id is the receipt, and the engine delivers a message id once. So whatever breaks between keeping the push
and publishing the message is mended by the sender's next try, which finds the row and publishes again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from flask import request
from flask_babel import gettext

from engine.runtime.ids import new_id
from engine.store.database import reading
from handlers.connectors.systems import OutsideSystem
from handlers.insertion import insert_once
from web.api.problems import Problem
from web.api.receipts import is_underway
from web.api.tables import outside_push
from web.services import services

KEPT = 7 * 86_400_000
"""How long a push waits for whoever takes it, in milliseconds."""

_KEY = re.compile(r"[!-~]{8,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One push that was found good: the message it becomes, and to whom."""

    kind: Literal["report", "update"]
    message: str
    key: str = ""
    variables: Mapping[str, Any]
    case_number: str = ""
    reference: str = ""


def sender_key() -> str:
    """The sender's Idempotency-Key. Raises Problem."""
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not _KEY.fullmatch(key):
        detail = gettext("Send a header Idempotency-Key of 8 to 200 letters, digits or signs: the same for every try.")
        raise Problem(400, "no-key", (gettext("The key is missing"), detail))
    return key


def fingerprint(kind: str, body: msgspec.Struct) -> str:
    """What makes two pushes the same, however they are written."""
    return sha256(kind.encode() + msgspec.json.encode(body, order="sorted")).hexdigest()


def earlier(system: OutsideSystem, key: str, mark: str) -> str:
    """The receipt of the same push where it is under way already, else ''. Raises Problem for another push."""
    receipt = _kept(system, key, mark)
    return receipt if receipt and is_underway(receipt) else ""


def take(system: OutsideSystem, key: str, mark: str, push: Push) -> str:
    """Keep the push and publish its message; returns its receipt. Raises Problem where the key was used otherwise."""
    given = services()
    row = {
        "system": system.id,
        "key": key,
        "receipt": new_id(given.now()),
        "kind": push.kind,
        "fingerprint": mark,
        "case_number": push.case_number,
        "reference": push.reference,
        "received_at": given.now(),
    }
    with given.database.begin() as connection:
        insert_once(connection, outside_push, row, unique=("system", "key"))
    receipt = _kept(system, key, mark)
    variables = {**push.variables, "source": system.id, "sourceReference": push.reference, "sourceReceipt": receipt}
    given.engine.publish(push.message, push.key, variables, message_id=receipt, time_to_live=KEPT)
    return receipt


def _kept(system: OutsideSystem, key: str, mark: str) -> str:
    mine = sa.and_(outside_push.c.system == system.id, outside_push.c.key == key)
    with reading(services().database) as connection:
        row = connection.execute(sa.select(outside_push).where(mine)).one_or_none()
    if row is None:
        return ""
    if row.fingerprint != mark:
        detail = gettext("Something else was sent under this key before. Give every push a key of its own.")
        raise Problem(422, "key-reused", (gettext("The key was used for something else"), detail))
    return str(row.receipt)
