"""Signals: thrown inside, coming from outside, caught on the way and at borders."""

from process_models import Build, boundary, catch, end, parallel, start, sub, throw, timer, user, xor
from structural_oracle import Tree

from engine.diagrams.model import EventDefinition, SignalDefinition
from random_blocks.base import Blocks


class Signals(Blocks):
    """What happens to everybody at once. The signal of an event has the event's name."""

    def call_of(self, event: str) -> EventDefinition:
        """A signal or, for one alone, a timer."""
        return self.random.choice([SignalDefinition(event), timer("PT1H")])

    def called_on(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A wait for a signal or a timer."""
        name = self.name("x")
        model.add(catch(name, self.call_of(name)))
        return ("wait", name), name, name

    def called_off(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess that a signal or a timer may interrupt."""
        name, event, merge = self.name("sp"), self.name("x"), self.name("o")
        inner, tree = self.scope(depth)
        handler, first, last = self.block(model, min(depth, 2) - 1)
        model.add(sub(name, inner), boundary(event, name, self.call_of(event)), xor(merge))
        model.flow(name, merge).flow(event, first).flow(last, merge)
        return ("cut", event, tree, handler), name, merge

    def asked(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess beside which a signal may open a task, as often as it comes."""
        around, begin, name, last = (self.name(prefix) for prefix in ("sp", "s", "sp", "e"))
        event, handler, done = self.name("x"), self.name("u"), self.name("e")
        within, tree = self.scope(min(depth, 2))
        inner = Build().line(start(begin), sub(name, within), end(last))
        inner.add(boundary(event, name, SignalDefinition(event), interrupting=False), user(handler), end(done))
        inner.flow(event, handler, done)
        model.add(sub(around, inner))
        return ("beside", event, tree, ("task", handler), False), around, around

    def heard(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Two branches: one throws what the other waits for."""
        around, begin, split, event, shout = (self.name(prefix) for prefix in ("sp", "s", "g", "x", "t"))
        after, before, beside, last, done = (self.name(prefix) for prefix in ("u", "u", "u", "e", "e"))
        inner = Build().line(
            start(begin), parallel(split), catch(event, SignalDefinition(event)), user(after), end(last)
        )
        inner.add(user(before), throw(shout, SignalDefinition(event)), user(beside), end(done))
        inner.flow(split, before, shout, beside, done)
        model.add(sub(around, inner))
        return ("heard", event, ("task", after), ("task", before), ("task", beside)), around, around
