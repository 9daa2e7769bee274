"""Conditional events: asked again whenever a variable changes. The variable is local, so that each round begins anew."""

from process_models import Build, boundary, catch, end, mapped, parallel, start, sub, user, xor
from structural_oracle import Tree

from engine.diagrams.model import ConditionalDefinition, Expression
from random_blocks.base import Blocks


class Conditions(Blocks):
    """Conditions that become true when somebody answers."""

    def noticed(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Two branches: one waits for what the other's task answers."""
        name, begin, split, ask, done = (self.name(prefix) for prefix in ("sp", "s", "g", "p", "e"))
        event, task, last = self.name("c"), self.name("u"), self.name("e")
        inner = Build().line(start(begin), parallel(split), user(ask), end(done))
        inner.add(catch(event, ConditionalDefinition(Expression(f"x_{ask} >= 1"))), user(task), end(last))
        inner.flow(split, event, task, last)
        model.add(sub(name, inner, inputs=mapped(**{f"x_{ask}": "=null"})))
        return ("seq", [("task", ask), ("task", task)]), name, name

    def overtaken(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess that an answer given inside interrupts, before it goes on."""
        around, begin, name, merge, last = (self.name(prefix) for prefix in ("sp", "s", "sp", "o", "e"))
        starts, ask, ends, event = (self.name(prefix) for prefix in ("s", "p", "e", "c"))
        within = Build()
        tree, first, end_of_tree = self.block(within, min(depth, 2) - 1)
        within.add(start(starts), user(ask), end(ends)).flow(starts, ask, first).flow(end_of_tree, ends)
        inner = Build().line(start(begin), sub(name, within), xor(merge), end(last))
        handler, first, end_of_handler = self.block(inner, min(depth, 2) - 1)
        inner.add(boundary(event, name, ConditionalDefinition(Expression(f"x_{ask} >= 2"))))
        inner.flow(event, first).flow(end_of_handler, merge)
        model.add(sub(around, inner, inputs=mapped(**{f"x_{ask}": "=null"})))
        return ("xor", ask, tree, handler), around, around
