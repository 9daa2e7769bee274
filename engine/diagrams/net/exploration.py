"""Tokens walk through a net until every marking has been seen, or too many.

In each marking only the first node that can act acts, in all its ways: no other node can take its tokens, so whoever
waits forever in one order does so in every order (stubborn sets: Valmari 1990). Loops lead back last; where
such a step only finds known markings, the next node acts as well, so that no loop starves another. Inclusive joins look at tokens elsewhere; where
one stands in a loop, every order is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.diagrams.net.inclusive import Inclusive
from engine.diagrams.net.net import Net, Place, Step

LIMIT = 4_000
"""Markings."""

CROWD = 3
"""More tokens than this on one place are not followed, where no step takes or gives more: their number has no end."""

Marking: TypeAlias = tuple[Place, ...]
"""The marked places in order, a place as often as it holds tokens."""


@dataclass(slots=True)
class Exploration:
    """What was seen: nodes that acted, nodes that waited forever and the empty places they waited for, nodes that took
    tokens one by one while several had arrived by different ways, the most tokens at a time, whether all of them may
    have come to an end, and whether that is all."""

    acted: set[str] = field(default_factory=set)
    waiting: dict[str, set[Place]] = field(default_factory=dict)
    crowded: set[str] = field(default_factory=set)
    most: int = 0
    endless: set[Place] = field(default_factory=set)
    ends: bool = False
    complete: bool = True


def explore(net: Net, limit: int = LIMIT) -> Exploration:
    """Every marking that `net` can reach, at most `limit` of them."""
    found = Exploration()
    inclusive = Inclusive(net)
    crowd = _bound(net)
    seen: set[Marking] = set()
    pending: list[Marking] = [tuple(sorted(start)) for start in net.starts]
    seen.update(pending)
    while pending:
        marking = pending.pop()
        found.most = max(found.most, len(marking))
        found.ends = found.ends or not marking
        for following in _following(net, inclusive, marking, found, seen, crowd):
            if following in seen:
                continue
            if len(seen) >= limit:
                found.complete = False
                return found
            seen.add(following)
            pending.append(following)
    return found


def _following(
    net: Net, inclusive: Inclusive, marking: Marking, found: Exploration, seen: set[Marking], bound: int
) -> Iterator[Marking]:
    able = [step for step in _marked(net, marking) if _able(step, inclusive, marking)]
    if not able:
        _stuck(net, marking, found)
        return
    for step in sorted(able, key=lambda one: one.clears):
        found.acted.add(step.node)
        new = False
        for following in _acting(step, marking, found):
            crowd = _crowd(following, bound)
            if crowd is not None:
                found.endless.add(crowd)
                found.complete = False
                continue
            new = new or following not in seen
            yield following
        goes_on = any(place in marking for place in step.before if place < net.onward)
        if (new or goes_on) and not inclusive.in_loops:
            return


def _marked(net: Net, marking: Marking) -> list[Step]:
    """The steps with a token before them, those that only loops lead to last."""
    return [net.steps[position] for position in dict.fromkeys(net.feeds[place] for place in marking)]


def _able(step: Step, inclusive: Inclusive, marking: Marking) -> bool:
    if step.entry == "all":
        return all(place in marking for place in step.before)
    if step.entry == "each":
        return step.at_once == 1 or sum(place in step.before for place in marking) >= step.at_once
    return inclusive.enabled(step, marking)


def _acting(step: Step, marking: Marking, found: Exploration) -> Iterator[Marking]:
    if step.clears:
        yield ()
        return
    arrived = [place for place in step.before if place in marking]
    if step.at_once > 1:
        arrived = [place for place in marking if place in step.before][: step.at_once]
    elif step.entry == "each":
        if len(arrived) > 1:
            found.crowded.add(step.node)
        arrived = arrived[:1]
    rest = list(marking)
    for place in arrived:
        rest.remove(place)
    for outcome in step.outcomes:
        yield tuple(sorted((*rest, *outcome)))


def _stuck(net: Net, marking: Marking, found: Exploration) -> None:
    for step in _marked(net, marking):
        several = step.at_once > 1
        missing = {place for place in step.before if (net.flows[place] if several else place not in marking)}
        found.waiting.setdefault(step.node, set()).update(missing)


def _bound(net: Net) -> int:
    """How many tokens one place holds where their number has an end."""
    taken = max((step.at_once for step in net.steps), default=1)
    if taken == 1 and not any(len(set(one)) < len(one) for step in net.steps for one in step.outcomes):
        return CROWD
    given = max((one.count(place) for step in net.steps for one in step.outcomes for place in one), default=1)
    return CROWD + taken + given


def _crowd(marking: Marking, bound: int) -> Place | None:
    if len(marking) <= bound:
        return None
    for first, later in zip(marking, marking[bound:], strict=False):
        if first == later:
            return first
    return None
