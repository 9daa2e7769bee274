"""What every family of blocks builds on: names, and blocks within blocks."""

import random
from dataclasses import dataclass, field

from process_models import Build, end, start
from structural_oracle import Tree


@dataclass
class Blocks:
    """Writes random blocks into scopes; `called` collects the processes that calls need."""

    random: random.Random
    count: int = 0
    called: list[tuple[str, Build]] = field(default_factory=list)

    def name(self, prefix: str) -> str:
        """A name of its own: `u` and `p` for tasks, `p` where the answer matters, `x` for what may happen."""
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A block of at most `depth` levels in `model`: its tree, its first and its last node."""
        raise NotImplementedError

    def maybe(self) -> bool:
        """Heads or tails."""
        return self.random.random() < 0.5

    def scope(self, depth: int) -> tuple[Build, Tree]:
        inner = Build()
        tree, first, last = self.block(inner, depth - 1)
        begin, finish = self.name("s"), self.name("e")
        inner.add(start(begin), end(finish)).flow(begin, first).flow(last, finish)
        return inner, tree

    def branch(self, model: Build, split: str, join: str, depth: int, when: str = "", id: str = "") -> Tree:
        tree, first, last = self.block(model, depth - 1)
        model.flow(split, first, when=when, id=id).flow(last, join)
        return tree
