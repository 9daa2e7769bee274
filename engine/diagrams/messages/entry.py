"""One catalogue entry: what is wrong and how to mend it, in both languages."""

from typing import NamedTuple

from engine.errors import Severity


class Sentence(NamedTuple):
    """What is wrong (`message`) and how to mend it (`remedy`); both may hold `{parameter}` places."""

    message: str
    remedy: str


class Entry(NamedTuple):
    """The same sentence in English and in Chinese, with the same parameters, and how much it weighs."""

    en: Sentence
    zh: Sentence
    severity: Severity = "error"


def entry(message: str, remedy: str, message_zh: str, remedy_zh: str) -> Entry:
    """An entry from its four texts; it keeps a file from being deployed."""
    return Entry(Sentence(message, remedy), Sentence(message_zh, remedy_zh))


def warning(message: str, remedy: str, message_zh: str, remedy_zh: str) -> Entry:
    """As `entry`, for what may be deployed and yet will surprise somebody."""
    return Entry(Sentence(message, remedy), Sentence(message_zh, remedy_zh), "warning")


def info(message: str, remedy: str, message_zh: str, remedy_zh: str) -> Entry:
    """As `entry`, for what the linter did not look at or cannot know."""
    return Entry(Sentence(message, remedy), Sentence(message_zh, remedy_zh), "info")
