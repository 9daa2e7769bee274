"""Escalations: what a subprocess says to whoever stands at its border."""

from process_models import Build, boundary, end, start, sub, throw, xor
from structural_oracle import Tree

from engine.diagrams.model import EscalationDefinition
from random_blocks.base import Blocks


class Escalations(Blocks):
    """Thrown on the way or at the end, interrupting or not."""

    def escalated(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess that its own escalation interrupts: what comes after the throw is never reached."""
        name, event, merge = self.name("sp"), self.name("b"), self.name("o")
        definition = EscalationDefinition(f"code_{event}")
        inner, tree, never = Build(), None, self.name("sp")
        begin, last = self.name("s"), self.name("e")
        tree, first, end_of_tree = self.block(inner, depth - 1)
        inner.add(start(begin)).flow(begin, first)
        if self.maybe():
            inner.add(end(last, definition)).flow(end_of_tree, last)
        else:
            shout = self.name("t")
            rest, _ = self.scope(min(depth, 2) - 1)
            inner.add(throw(shout, definition), sub(never, rest), end(last)).flow(end_of_tree, shout, never, last)
        handler, first, last_of_handler = self.block(model, min(depth, 2) - 1)
        model.add(sub(name, inner), boundary(event, name, definition), xor(merge))
        model.flow(name, merge).flow(event, first).flow(last_of_handler, merge)
        return ("seq", [tree, handler]), name, merge

    def reported(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess that goes on while its escalation is dealt with beside it."""
        around, begin, name, last, event, done = (self.name(prefix) for prefix in ("sp", "s", "sp", "e", "b", "e"))
        definition = EscalationDefinition(f"code_{event}")
        within = Build()
        starts, shout, ends = self.name("s"), self.name("t"), self.name("e")
        tree, first, end_of_tree = self.block(within, min(depth, 2) - 1)
        rest, first_of_rest, end_of_rest = self.block(within, min(depth, 2) - 1)
        within.add(start(starts), throw(shout, definition), end(ends)).flow(starts, first)
        within.flow(end_of_tree, shout, first_of_rest).flow(end_of_rest, ends)
        inner = Build().line(start(begin), sub(name, within), end(last))
        handler, first, end_of_handler = self.block(inner, min(depth, 2) - 1)
        inner.add(boundary(event, name, definition, interrupting=False), end(done))
        inner.flow(event, first).flow(end_of_handler, done)
        model.add(sub(around, inner))
        return ("seq", [tree, ("par", [rest, handler])]), around, around
