"""Sequences, branches and loops drawn straight back."""

from itertools import pairwise

from process_models import Build, catch, end, inclusive, message, parallel, start, sub, user, xor
from structural_oracle import Tree

from engine.diagrams.model import ComplexGateway, EventBasedGateway, Expression
from random_blocks.base import Blocks


class Branches(Blocks):
    """Sequences, branches and loops drawn straight back."""

    def seq(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        blocks = [self.block(model, depth - 1) for _ in range(self.random.randint(2, 3))]
        for (_, _, last), (_, first, _) in pairwise(blocks):
            model.flow(last, first)
        return ("seq", [tree for tree, _, _ in blocks]), blocks[0][1], blocks[-1][2]

    def par(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        split, join = self.name("g"), self.name("j")
        model.add(parallel(split), parallel(join))
        return ("par", [self.branch(model, split, join, depth) for _ in range(self.random.randint(2, 3))]), split, join

    def inc(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        ask, split, join = self.name("p"), self.name("g"), self.name("j")
        model.add(user(ask), inclusive(split), inclusive(join)).flow(ask, split)
        branches = []
        for bit in range(3):
            masks = [mask for mask in range(1, 8) if mask >> bit & 1]
            branches.append(self.branch(model, split, join, depth, when=f"list contains({masks}, x_{ask})"))
        return ("inc", ask, branches), ask, join

    def conditional(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A task whose own flows have conditions."""
        ask, join = self.name("p"), self.name("j")
        model.add(user(ask), inclusive(join))
        branches = []
        for bit in range(3):
            masks = [mask for mask in range(1, 8) if mask >> bit & 1]
            branches.append(self.branch(model, ask, join, depth, when=f"list contains({masks}, x_{ask})"))
        return ("inc", ask, branches), ask, join

    def xor(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        ask, split, join, default = self.name("p"), self.name("g"), self.name("j"), self.name("d")
        model.add(user(ask), xor(split, default=default), xor(join)).flow(ask, split)
        one = self.branch(model, split, join, depth, when=f"x_{ask} = 1")
        other = self.branch(model, split, join, depth, id=default)
        return ("xor", ask, one, other), ask, join

    def loop(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        ask, merge, split, out, default = (self.name(prefix) for prefix in ("p", "m", "g", "o", "d"))
        model.add(xor(merge), user(ask), xor(split, default=default), xor(out))
        tree, first, last = self.block(model, depth - 1)
        model.flow(merge, first).flow(last, ask).flow(ask, split).flow(split, merge, when=f"x_{ask} = 1")
        model.flow(split, out, id=default)
        return ("loop", ask, tree), merge, out

    def pick(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """An event-based gateway: the message that comes first decides."""
        gateway, merge = self.name("g"), self.name("o")
        model.add(EventBasedGateway(id=gateway, name=gateway), xor(merge))
        ways = []
        for _ in range(self.random.randint(2, 3)):
            event = self.name("x")
            model.add(catch(event, message("news", '="k"'))).flow(gateway, event)
            tree, first, last = self.block(model, min(depth, 2) - 1)
            model.flow(event, first).flow(last, merge)
            ways.append((event, tree))
        return ("pick", ways), gateway, merge

    def two(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess in which two of three branches open a task behind a complex gateway."""
        name, begin, split, gate, after, last = (self.name(prefix) for prefix in ("sp", "s", "g", "j", "u", "e"))
        inner = Build()
        inner.add(start(begin), parallel(split), user(after), end(last))
        inner.add(ComplexGateway(id=gate, name=gate, activation=Expression("activationCount >= 2")))
        inner.flow(begin, split).flow(gate, after).flow(after, last)
        trees = [self.branch(inner, split, gate, min(depth, 2)) for _ in range(3)]
        model.add(sub(name, inner))
        return ("two", trees, after), name, name
