"""What the steps of one instance wait for that no person does: a message, a signal, a point in time."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from flask_babel import gettext
from markupsafe import Markup, escape

from engine.diagrams.model import EventBasedGateway
from engine.store.database import reading
from engine.store.tables import subscription, timer
from web.diagrams import Vocabulary
from web.language import moment, quoted

Waiting = Mapping[str, tuple[Markup, ...]]
"""Sentences by the id of the element that waits."""


def waiting(database: sa.Engine, instance_id: str) -> Waiting:
    """What the elements of an instance wait for, each thing said once."""
    with reading(database) as connection:
        heard = connection.execute(sa.select(subscription).where(subscription.c.instance_id == instance_id)).all()
        timed = connection.execute(sa.select(timer).where(timer.c.instance_id == instance_id)).all()
    found: dict[str, dict[Markup, None]] = {}
    for row in heard:
        sentence = (
            gettext("Waits for the signal %(what)s")
            if row.kind == "signal"
            else gettext("Waits for the message %(what)s")
        )
        said = escape(str(sentence)) % {"what": quoted(row.message)}
        found.setdefault(row.element, {})[said] = None
    for row in timed:
        said = escape(str(gettext("Waits until %(at)s"))) % {"at": moment(row.due)}
        found.setdefault(row.element, {})[said] = None
    return {element: tuple(sentences) for element, sentences in found.items()}


def at(found: Waiting, words: Vocabulary, process: str, element: str) -> tuple[Markup, ...]:
    """What an element where the case stands waits for; an event-based gateway waits for the events behind it."""
    return tuple(said for one in (element, *_behind(words, process, element)) for said in found.get(one, ()))


def _behind(words: Vocabulary, process: str, element: str) -> Iterable[str]:
    node = words.node(process, element)
    return words.targets(process, element) if isinstance(node, EventBasedGateway) else ()
