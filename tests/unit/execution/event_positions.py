"""Where tokens are, told from events alone, as an auditor would."""

from collections.abc import Iterable

from engine.execution.events import AnyEvent, ElementActivated, ElementCancelled, ElementCompleted, ElementMigrated


def positions(events: Iterable[AnyEvent]) -> list[tuple[int, str, str]]:
    """Token, element and process of every activation under way after `events`."""
    found: dict[int, tuple[int, str, str]] = {}
    for event in events:
        if isinstance(event, ElementActivated):
            found[event.token] = (event.token, event.element, event.process)
        elif isinstance(event, ElementMigrated) and event.token in found:
            assert found[event.token][1] == event.before
            found[event.token] = (event.token, event.element, event.process)
        elif isinstance(event, ElementCompleted | ElementCancelled):
            assert found.pop(event.token) == (event.token, event.element, event.process)
    return sorted(found.values())
