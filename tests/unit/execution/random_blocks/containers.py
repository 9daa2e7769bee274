"""Subprocesses and calls, ended as a whole or not."""

from process_models import Build, boundary, call, each, end, message, parallel, start, sub, xor
from structural_oracle import Tree

from engine.diagrams.model import ErrorDefinition, EventDefinition, TerminateDefinition
from random_blocks.base import Blocks


class Containers(Blocks):
    """Subprocesses and calls, ended as a whole or not."""

    def sub(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name = self.name("sp")
        inner, tree = self.scope(depth)
        model.add(sub(name, inner))
        return tree, name, name

    def misub(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name, count, sequential = self.name("sp"), self.random.randint(1, 2), self.random.random() < 0.5
        inner, tree = self.scope(min(depth, 2))
        loop = each(str(list(range(count))), sequential=sequential, item=f"i_{name}")
        model.add(sub(name, inner, multi_instance=loop))
        return ("mi", f"i_{name}", sequential, count, tree), name, name

    def call(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name = self.name("c")
        outer, self.called = self.called, []
        inner, tree = self.scope(depth)
        self.called = [*outer, *self.called, (f"q_{name}", inner)]
        model.add(call(name, f"q_{name}"))
        return tree, name, name

    def cut(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess that a message may interrupt, with another way on."""
        name, event, merge = self.name("sp"), self.name("x"), self.name("o")
        inner, tree = self.scope(depth)
        handler, first, last = self.block(model, min(depth, 2) - 1)
        model.add(sub(name, inner), boundary(event, name, message("news", '="k"')), xor(merge))
        model.flow(name, merge).flow(event, first).flow(last, merge)
        return ("cut", event, tree, handler), name, merge

    def stop(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess of two branches, the first of which terminates it."""
        name = self.name("sp")
        inner, tree, other = self._two_branches(depth, TerminateDefinition())
        model.add(sub(name, inner))
        return ("stop", tree, other), name, name

    def fail(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """The same with an error, caught outside and perhaps outside of a call."""
        name, event, merge = self.name("sp"), self.name("b"), self.name("o")
        outer, self.called = self.called, []
        inner, tree, other = self._two_branches(depth, ErrorDefinition("E"))
        if self.random.random() < 0.3:
            begin, between, last = self.name("s"), self.name("sp"), self.name("e")
            inner = Build().line(start(begin), sub(between, inner), end(last))
        if self.random.random() < 0.5:
            self.called = [*outer, *self.called, (f"q_{name}", inner)]
            model.add(call(name, f"q_{name}"))
        else:
            self.called = [*outer, *self.called]
            model.add(sub(name, inner))
        model.add(boundary(event, name, ErrorDefinition("E")), xor(merge)).flow(name, merge).flow(event, merge)
        return ("stop", tree, other), name, merge

    def _two_branches(self, depth: int, ending: EventDefinition) -> tuple[Build, Tree, Tree]:
        inner = Build()
        begin, split, last, ended = self.name("s"), self.name("g"), self.name("e"), self.name("e")
        tree, first, end_of_tree = self.block(inner, depth - 1)
        other, first_other, end_of_other = self.block(inner, depth - 1)
        inner.add(start(begin), parallel(split), end(last, ending), end(ended)).flow(begin, split)
        inner.flow(split, first).flow(end_of_tree, last).flow(split, first_other).flow(end_of_other, ended)
        return inner, tree, other
