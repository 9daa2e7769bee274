"""One catalogue entry: what is wrong and how to mend it, in both languages."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """What is wrong (`message`) and how to mend it (`remedy`); both may hold `{parameter}` places."""

    message: str
    remedy: str


class Entry(NamedTuple):
    """The same sentence in English and in Chinese, with the same parameters."""

    en: Sentence
    zh: Sentence


def entry(message: str, remedy: str, message_zh: str, remedy_zh: str) -> Entry:
    """An entry from its four texts."""
    return Entry(Sentence(message, remedy), Sentence(message_zh, remedy_zh))
