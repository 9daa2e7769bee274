"""Event subprocesses: what may happen at any time within a subprocess."""

from process_models import Build, end, message, start, sub, timer, user
from structural_oracle import Tree

from engine.diagrams.model import EscalationDefinition, EventDefinition, SignalDefinition
from random_blocks.base import Blocks


class EventSubprocesses(Blocks):
    """Interrupting ones and others, started from outside or by an escalation from inside."""

    def withdrawn(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """One that interrupts what its subprocess does, and is done in its place."""
        name, event = self.name("sp"), self.name("x")
        inner, tree = self.scope(depth)
        definition = self.random.choice([message("news", '="k"'), SignalDefinition(event), timer("PT1H")])
        handler = self._handler(inner, event, definition, depth, cuts=True)
        model.add(sub(name, inner))
        return ("cut", event, tree, handler), name, name

    def reminded(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """One that runs beside, as often as its message or signal comes."""
        name, event, begin, task, last = (self.name(prefix) for prefix in ("sp", "x", "s", "u", "e"))
        inner, tree = self.scope(min(depth, 2))
        definition = self.random.choice([message("news", '="k"'), SignalDefinition(event)])
        handler = Build().line(start(event, definition, interrupting=False), user(task), end(last))
        inner.add(sub(begin, handler, triggered_by_event=True))
        model.add(sub(name, inner))
        return ("beside", event, tree, ("task", task), True), name, name

    def objected(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """One that an escalation at the end of the same scope starts."""
        name, begin, last, event = (self.name(prefix) for prefix in ("sp", "s", "e", "s"))
        inner = Build()
        definition = EscalationDefinition(f"code_{event}")
        tree, first, end_of_tree = self.block(inner, min(depth, 2) - 1)
        inner.add(start(begin), end(last, definition)).flow(begin, first).flow(end_of_tree, last)
        handler = self._handler(inner, event, definition, depth, cuts=self.maybe())
        model.add(sub(name, inner))
        return ("seq", [tree, handler]), name, name

    def _handler(self, inner: Build, event: str, definition: EventDefinition, depth: int, *, cuts: bool) -> Tree:
        """An event subprocess in `inner`; its tree."""
        handler, last = Build(), self.name("e")
        tree, first, end_of_tree = self.block(handler, min(depth, 2) - 1)
        handler.add(start(event, definition, interrupting=cuts), end(last)).flow(event, first).flow(end_of_tree, last)
        inner.add(sub(self.name("sp"), handler, triggered_by_event=True))
        return tree
