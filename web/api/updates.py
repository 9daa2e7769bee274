"""An update from outside reaches the case that waits for it: information, an urge (催办), or a withdrawal."""

import sqlalchemy as sa
from flask_babel import gettext

from engine.store.database import reading
from engine.store.tables import subscription
from handlers.connectors.systems import OutsideSystem
from web.api import receipts
from web.api.bodies import Update
from web.api.problems import More, Problem
from web.api.pushes import Push
from web.language import undirected
from web.services import services

MESSAGE = "case-updated"


def push(system: OutsideSystem, update: Update) -> Push:
    """The update as a message. Raises Problem where the system has nothing to do with the case, or nobody waits for it."""
    if bool(update.case_number) == bool(update.receipt):
        words = gettext("Which case is it?"), gettext("Give either the case number or the receipt of your report.")
        raise Problem(422, "which-case", words)
    number = update.case_number or _number_of(system, update.receipt)
    if not receipts.concerns(system, number):
        raise receipts.unknown()
    if not _is_waited_for(number):
        words = (
            gettext("The case takes no updates any more"),
            gettext("It is closed, or not yet with those who handle it. Report a new problem as a new case."),
        )
        raise Problem(409, "no-updates", words)
    variables = {"updateKind": update.kind, "updateText": undirected(update.text), "updateFrom": system.name}
    return Push(
        kind="update",
        message=MESSAGE,
        key=number,
        variables=variables,
        case_number=number,
        reference=update.reference,
    )


def _number_of(system: OutsideSystem, receipt: str) -> str:
    standing = receipts.standing(system, receipt)
    number = standing.merged_into or standing.case_number
    if not number:
        words = (
            gettext("The case has no number yet"),
            gettext("It is still being looked at. Send the update again later under the same Idempotency-Key."),
        )
        raise Problem(409, "not-yet", words, More(headers={"Retry-After": "600"}))
    return number


def _is_waited_for(number: str) -> bool:
    waiting = sa.select(subscription.c.token).where(
        subscription.c.kind == "message", subscription.c.message == MESSAGE, subscription.c.key == number
    )
    with reading(services().database) as connection:
        return connection.execute(waiting.limit(1)).first() is not None
