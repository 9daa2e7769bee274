"""Who acts in a recorded scenario: demo people with the roles that the real ones needed, or stand-ins of the scenario's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from web.account.dates import today
from web.organisation import Organisation


@dataclass(slots=True)
class Needed:
    """What a real person did: `ways` has for every task the groups of which they needed one; `held` are all their groups
    that anybody asked for."""

    ways: list[frozenset[str]] = field(default_factory=list)
    held: set[str] = field(default_factory=set)


def replacements(
    needed: Mapping[str, Needed], demo: Organisation, now: int
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """For each real person who acts instead, no two the same, since four eyes must stay four; and the groups of those who are
    no demo people. A demo person stays."""
    day = today(now)
    groups = {one.id: one.groups_on(day) for one in demo.people}
    chosen = {person: person for person in needed if person in groups}
    standing: dict[str, list[str]] = {}
    for person, need in needed.items():
        if person in chosen:
            continue
        free = [id for id in sorted(groups) if id not in chosen.values()]
        fitting = next((id for id in free if _able(groups[id], need.ways)), "")
        if not fitting:
            fitting = f"stand-in-{len(standing) + 1}"
            standing[fitting] = sorted(need.held)
        chosen[person] = fitting
    return chosen, standing


def _able(groups: set[str], ways: Iterable[frozenset[str]]) -> bool:
    return all(not way or groups & way for way in ways)
