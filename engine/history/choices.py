"""Which steps of an ad-hoc subprocess people have started, by whom and when."""

from dataclasses import dataclass

from sqlalchemy import Engine, select

from engine.execution.commands import ActivateElement
from engine.execution.events import ElementActivated
from engine.store.chain import decode_body
from engine.store.database import reading
from engine.store.tables import journal


@dataclass(frozen=True, slots=True)
class StartedStep:
    """A step that somebody chose: `token` is its activation, `at` milliseconds since 1970, `actor` a person's id."""

    token: int
    element: str
    actor: str
    at: int


def started(database: Engine, instance_id: str, token: int) -> list[StartedStep]:
    """The steps chosen in the ad-hoc subprocess `token` of an instance, in order; only those commands are decoded."""
    query = (
        select(journal.c.body)
        .where(journal.c.instance_id == instance_id, journal.c.kind == ActivateElement.__name__)
        .order_by(journal.c.seq)
    )
    with reading(database) as connection:
        bodies = [decode_body(body) for body in connection.scalars(query)]
    found = []
    for body in bodies:
        command = body.command
        if not isinstance(command, ActivateElement) or command.token != token:
            continue
        entered = [event for event in body.events if isinstance(event, ElementActivated) and event.scope == token]
        activated = next((event.token for event in entered if event.element == command.element), 0)
        found.append(StartedStep(activated, command.element, command.actor, command.at))
    return found
