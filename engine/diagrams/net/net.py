"""A net of places and steps: what the exploration walks on."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = int
"""A sequence flow, or the place before a start: numbered so that earlier places feed earlier nodes; flows that lead back come last, so that a
round of a loop is over before the next begins."""

Outcome: TypeAlias = tuple[Place, ...]
"""The places that get a token when a node has acted in one of its ways."""

Entry: TypeAlias = Literal["each", "all", "inclusive"]
"""A node acts on each arriving token, on one token from all its places, or as an inclusive join does (§13.4.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One node: the places before it, how it takes their tokens, and the ways in which it may go on.

    `clears` ends the scope (terminate, error): every token disappears. One that takes `each` may take several `at_once`.
    """

    node: str
    entry: Entry
    before: tuple[Place, ...]
    outcomes: tuple[Outcome, ...]
    clears: bool = False
    at_once: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """The steps in rank order; `feeds` gives the step that each place belongs to; `flows` the flow id of each place.

    `starts` are the alternative first markings. The first `onward` places do not lead back. `beyond` are nodes whose behaviour the net does not express; then
    nothing can be said. `capped` says that something repeats in the diagram that the net does only once, so that more
    can happen than the net shows.
    """

    steps: tuple[Step, ...]
    feeds: tuple[int, ...]
    flows: tuple[str, ...]
    starts: tuple[Outcome, ...]
    onward: int
    beyond: tuple[str, ...] = ()
    capped: bool = False
