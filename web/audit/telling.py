"""What every sentence about a journal needs: names in the reader's language, and where each token stands."""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup, escape

from engine.execution import events
from web.diagrams import Vocabulary
from web.language import in_words, quoted
from web.people import Directory


class Teller:
    """Fills sentences about one case's journal; `follow` keeps the tokens' places, and the version's words, up to date.

    `before` are the words of the version before the one that the case runs by.
    """

    def __init__(
        self, words: Vocabulary, directory: Directory, words_of: Callable[[str], Vocabulary] | None = None
    ) -> None:
        self.words = self.before = words
        self.directory = directory
        self._words_of = words_of
        self._places: dict[int, tuple[str, str]] = {}

    def follow(self, caused: Iterable[Any]) -> None:
        """Learn the tokens' places. What waits at an element's edge has a token that is never activated."""
        for event in caused:
            if isinstance(event, events.InstanceMigrated) and self._words_of is not None:
                self.before, self.words = self.words, self._words_of(event.definition)
            elif isinstance(event, events.ElementActivated | events.ElementMigrated):
                self._places[event.token] = (event.process, event.element)
            elif hasattr(event, "token") and hasattr(event, "element"):
                self._places.setdefault(event.token, (event.process, event.element))

    def name_of(self, token: int) -> str:
        """The quoted name of the element that the token stands on, '' for an unknown one."""
        process, element = self._places.get(token, ("", ""))
        return self.element(process, element) if element else ""

    def process_at(self, token: int) -> str:
        """The process whose diagram holds the token's element."""
        return self._places.get(token, ("", ""))[0]

    def element(self, process: str, element: str) -> str:
        """The quoted name of an element."""
        return quoted(self.words.element_name(process, element).said)

    def anywhere(self, element: str) -> str:
        """The quoted name of an element of whatever process."""
        return self.element(self.words.process_of(element), element)

    def value(self, key: str, value: Any) -> Markup:
        """A variable's value with the codes in it replaced by names."""
        return in_words(self.directory.value(self.words.value(key, value)))

    def about(self, sentence: str, event: Any, **more: Any) -> Markup:
        """The sentence with the name of the event's element."""
        return filled(sentence, name=self.element(event.process, event.element), **more)

    def at_token(self, sentence: str, event: Any, **more: Any) -> Markup:
        """The sentence with the name of the element on which the event's token stands."""
        return filled(sentence, name=self.name_of(event.token), **more)


def filled(sentence: str, **parts: Any) -> Markup:
    """A sentence with its parts, escaped."""
    return escape(sentence) % {key: escape(part) for key, part in parts.items()}
