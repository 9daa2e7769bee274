"""Says commands and events of a journal as sentences, in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from flask_babel import gettext
from markupsafe import Markup, escape

from web.audit import event_words, migration_words, store_words, work_words
from web.audit.asides import ASIDES
from web.audit.headings import heading
from web.audit.telling import Teller
from web.diagrams import Vocabulary
from web.people import Directory

_SENTENCES = {
    **work_words.SENTENCES,
    **event_words.SENTENCES,
    **store_words.SENTENCES,
    **migration_words.SENTENCES,
}


class Narrator:
    """Tells one case's journal; every command and event has words, as a sentence or for technicians."""

    def __init__(
        self, words: Vocabulary, directory: Directory, words_of: Callable[[str], Vocabulary] | None = None
    ) -> None:
        """`words` are those of the version that the case began by, `words_of` finds those of the ones it went on by."""
        self._teller = Teller(words, directory, words_of)

    def follow(self, caused: Iterable[Any]) -> None:
        """Learn the tokens' places without telling anything."""
        self._teller.follow(caused)

    def command(self, command: Any) -> Markup:
        """What somebody did, as a heading."""
        return heading(self._teller, command)

    def event(self, event: Any) -> Markup | None:
        """What it caused, as a sentence; None for what the other sentences already say."""
        tell = _SENTENCES.get(type(event))
        if tell is not None:
            return tell(self._teller, event)
        return (
            None
            if type(event) in ASIDES
            else escape(gettext("Something happened that this page has no words for yet."))
        )

    def technical(self, event: Any) -> list[Markup]:
        """What only technicians look for in an event."""
        aside = ASIDES.get(type(event))
        if aside is not None:
            return aside(self._teller, event)
        known = type(event) in _SENTENCES
        return [] if known else [Markup("<code>{}</code>").format(msgspec.json.encode(event).decode())]
