"""Waiting for something to come true elsewhere: by asking again, never by guessing how long it takes."""

import time
from collections.abc import Callable

LIMIT = 120
"""Seconds after which the thing is taken not to come true at all; no test is decided by them."""


def until(true: Callable[[], object], what: str) -> None:
    """Come back once `true` returns something true. Raises AssertionError naming `what` where it never does."""
    end = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < end, f"never came true: {what}"


def spin(rounds: int) -> None:
    """Let a random, very short while go by."""
    for _ in range(rounds):
        pass
