"""What events say of one execution: which token is which, what was decided, until when timers ran."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.execution.events import (
    AnyEvent,
    DecisionEvaluated,
    ElementActivated,
    ElementCompleted,
    FlowTaken,
    SubscriptionClosed,
    SubscriptionOpened,
    TimerOpened,
    VariablesSet,
)
from engine.impact.drawing import Drawing, Place

Key = tuple[str, str, int]
"""Process, element (as the new version calls it), and which of its occurrences, from 1: the same in both executions."""


@dataclass(slots=True)
class Decided:
    """What one activation decided: the `flows` it took (process, flow), or a table's `result` by its `rules`."""

    seq: int
    at: int
    drawing: Drawing
    place: Place
    inputs: dict[str, Any]
    flows: list[Place] = field(default_factory=list)
    decision: str = ""
    rules: list[str] = field(default_factory=list)
    result: Any = None


class Record:
    """Folds the events of one execution. `rename` gives an element's id in the new version, '' for none."""

    def __init__(self) -> None:
        self.keys: dict[int, Key] = {}
        self.tokens: dict[Key, int] = {}
        self.places: dict[int, Place] = {}
        self.decided: dict[Key, Decided] = {}
        self.due: dict[Key, int] = {}
        self.set_at: dict[Key, int] = {}
        self.awaited: dict[Key, tuple[str, str]] = {}
        self.received: dict[Key, tuple[int, int, Drawing, Place]] = {}
        self._counts: dict[Place, int] = {}
        self._values: dict[str, Any] = {}
        self._completed: dict[Place, int] = {}

    def follow(
        self, events: Iterable[AnyEvent], drawing: Drawing, rename: Callable[[str, str], str], seq: int, at: int
    ) -> None:
        """The events of the journal row `seq`, executed at `at` by the version of `drawing`."""
        for event in events:
            token = getattr(event, "token", 0)
            element = getattr(event, "element", "")
            if token and element and token not in self.keys:
                self._announce(token, event.process, element, rename)  # type: ignore[union-attr]  # those have one
            if isinstance(event, VariablesSet):
                self._values.update(event.values)
            elif isinstance(event, ElementActivated):
                self._activated(event, drawing, seq, at)
            elif isinstance(event, ElementCompleted):
                self._completed[event.process, event.element] = token
            elif isinstance(event, FlowTaken):
                self._taken(event, drawing)
            elif isinstance(event, DecisionEvaluated):
                self._evaluated(event, drawing, seq, at)
            elif isinstance(event, TimerOpened):
                self.due[self.keys[token]] = event.due
                self.set_at[self.keys[token]] = at
            elif isinstance(event, SubscriptionOpened):
                self.awaited[self.keys[token]] = event.message, event.key
            elif isinstance(event, SubscriptionClosed) and event.outcome == "delivered":
                self.received[self.keys[token]] = seq, at, drawing, self.places[token]

    def _announce(self, token: int, process: str, element: str, rename: Callable[[str, str], str]) -> None:
        place = (process, rename(process, element) or f"{element}#gone")
        self._counts[place] = count = self._counts.get(place, 0) + 1
        key = (*place, count)
        self.keys[token] = key
        self.tokens[key] = token
        self.places[token] = (process, element)

    def _activated(self, event: ElementActivated, drawing: Drawing, seq: int, at: int) -> None:
        place = (event.process, event.element)
        reads = drawing.reads.get(place)
        if reads is not None:
            inputs = {name: self._values[name] for name in sorted(reads) if name in self._values}
            self.decided[self.keys[event.token]] = Decided(seq, at, drawing, place, inputs)

    def _taken(self, event: FlowTaken, drawing: Drawing) -> None:
        way = drawing.ways.get((event.process, event.flow))
        token = self._completed.get((event.process, way.source)) if way is not None else None
        decided = self.decided.get(self.keys[token]) if token is not None else None
        if decided is not None:
            decided.flows.append((event.process, event.flow))
            if not decided.inputs:
                reads = drawing.reads.get(decided.place, frozenset())
                decided.inputs = {name: self._values[name] for name in sorted(reads) if name in self._values}

    def _evaluated(self, event: DecisionEvaluated, drawing: Drawing, seq: int, at: int) -> None:
        key = self.keys[event.token]
        self.decided[key] = Decided(
            seq, at, drawing, self.places[event.token], event.inputs, [], event.decision, event.rules, event.result
        )
