"""Sentences of what a case reads from data stores and writes into them."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.execution import events
from web.audit.telling import Teller
from web.language import in_words, quoted


def _read(teller: Teller, event: events.StoreReadOpened) -> Markup:
    rows = in_words([f"{store} / {key}" for store, key in event.rows])
    return teller.about(gettext("%(name)s reads from data stores: %(rows)s."), event, rows=rows)


def _written(teller: Teller, event: events.StoreRowWritten) -> Markup:
    key, store = quoted(event.key), quoted(event.store)
    if event.value is None:
        sentence = gettext("%(name)s deleted row %(key)s of the data store %(store)s.")
        return teller.about(sentence, event, key=key, store=store)
    value = in_words(teller.directory.value(event.value))
    sentence = gettext("%(name)s wrote row %(key)s of the data store %(store)s: %(value)s.")
    return teller.about(sentence, event, key=key, store=store, value=value)


SENTENCES: dict[Any, Callable[[Teller, Any], Markup | None]] = {
    events.StoreReadOpened: _read,
    events.StoreRowWritten: _written,
}
