"""Data objects and associations: what one step writes, a later one reads."""

from process_models import Build, end, start, sub, user, xor
from structural_oracle import Tree

from engine.diagrams.model import Expression, VariableMapping
from random_blocks.base import Blocks


class Data(Blocks):
    """Data objects of a subprocess, moved by associations with FEEL."""

    def recorded(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """One task writes a data object, the next reads it and writes another, which decides the way."""
        name, begin, ask, copy, split = (self.name(prefix) for prefix in ("sp", "s", "p", "u", "g"))
        merge, last, default = (self.name(prefix) for prefix in ("j", "e", "d"))
        given, read, made = f"given_{ask}", f"read_{ask}", f"made_{ask}"
        inner = Build(data=[given, made])
        answered = user(ask, outputs=(VariableMapping(Expression(f"x_{ask} * 10"), given),))
        reading = (VariableMapping(Expression(given), read),)
        written = (VariableMapping(Expression(f"{read} + 1"), made),)
        inner.line(start(begin), answered, user(copy, inputs=reading, outputs=written), xor(split, default=default))
        inner.add(xor(merge), end(last)).flow(merge, last)
        one = self.branch(inner, split, merge, min(depth, 2), when=f"{made} = 11")
        other = self.branch(inner, split, merge, min(depth, 2), id=default)
        model.add(sub(name, inner))
        return ("kept", ask, copy, one, other), name, name
