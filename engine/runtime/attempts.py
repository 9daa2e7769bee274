"""Doing several things of which one that fails must not hold up the others."""

from collections.abc import Callable, Iterable


def attempt_all(what: str, work: Iterable[Callable[[], int]]) -> int:
    """Do each, count those that did something, and raise what failed together afterwards (ExceptionGroup)."""
    done = 0
    errors: list[Exception] = []
    for one in work:
        try:
            done += one()
        except Exception as error:  # noqa: BLE001  raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} {what} failed", errors)
    return done
