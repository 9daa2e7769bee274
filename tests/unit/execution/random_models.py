"""Random structured models, and an oracle that runs their structure instead of their tokens."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeAlias

from process_models import (
    Build,
    boundary,
    call,
    each,
    end,
    inclusive,
    message,
    parallel,
    start,
    sub,
    timer,
    user,
    xor,
)

from engine.diagrams.definition import Definition
from engine.diagrams.model import ErrorDefinition, EventDefinition, TerminateDefinition

Tree: TypeAlias = tuple[Any, ...]
"""A block: its kind, then what it is made of."""

KINDS = [
    "task",
    "seq",
    "seq",
    "par",
    "par",
    "xor",
    "loop",
    "sub",
    "call",
    "mi",
    "misub",
    "guarded",
    "inc",
    "cut",
    "stop",
    "fail",
]


@dataclass
class Maker:
    """Writes random blocks into scopes; `called` collects the processes that calls need."""

    random: random.Random
    count: int = 0
    called: list[Definition] = field(default_factory=list)

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A block of at most `depth` levels in `model`: its tree, its first and its last node."""
        kind = self.random.choice(KINDS if depth > 0 else ["task", "task", "mi", "guarded"])
        made: tuple[Tree, str, str] = getattr(self, kind)(model, depth)
        return made

    def task(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name = self.name("u")
        model.add(user(name))
        return ("task", name), name, name

    def guarded(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A task with a boundary event that never fires must behave like a task."""
        name, guard, last = self.name("u"), self.name("b"), self.name("e")
        definition = self.random.choice([timer("PT1H"), message("news", '="k"')])
        model.add(user(name), boundary(guard, name, definition, interrupting=self.random.random() < 0.5), end(last))
        model.flow(guard, last)
        return ("task", name), name, name

    def mi(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name, count, sequential = self.name("m"), self.random.randint(0, 3), self.random.random() < 0.5
        items = str(list(range(count)))
        item = f"i_{name}"
        loop = each(items, sequential=sequential, item=item, into=f"r_{name}", output=item)
        model.add(user(name, multi_instance=loop))
        return ("mi", item, sequential, count, ("task", name)), name, name

    def seq(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        blocks = [self.block(model, depth - 1) for _ in range(self.random.randint(2, 3))]
        for (_, _, last), (_, first, _) in pairwise(blocks):
            model.flow(last, first)
        return ("seq", [tree for tree, _, _ in blocks]), blocks[0][1], blocks[-1][2]

    def par(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        split, join = self.name("g"), self.name("j")
        model.add(parallel(split), parallel(join))
        return ("par", [self._branch(model, split, join, depth) for _ in range(self.random.randint(2, 3))]), split, join

    def inc(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        ask, split, join = self.name("p"), self.name("g"), self.name("j")
        model.add(user(ask), inclusive(split), inclusive(join)).flow(ask, split)
        branches = []
        for bit in range(3):
            masks = [mask for mask in range(1, 8) if mask >> bit & 1]
            branches.append(self._branch(model, split, join, depth, when=f"list contains({masks}, x_{ask})"))
        return ("inc", ask, branches), ask, join

    def xor(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        ask, split, join, default = self.name("p"), self.name("g"), self.name("j"), self.name("d")
        model.add(user(ask), xor(split, default=default), xor(join)).flow(ask, split)
        one = self._branch(model, split, join, depth, when=f"x_{ask} = 1")
        other = self._branch(model, split, join, depth, id=default)
        return ("xor", ask, one, other), ask, join

    def loop(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        ask, merge, split, out, default = (self.name(prefix) for prefix in ("p", "m", "g", "o", "d"))
        model.add(xor(merge), user(ask), xor(split, default=default), xor(out))
        tree, first, last = self.block(model, depth - 1)
        model.flow(merge, first).flow(last, ask).flow(ask, split).flow(split, merge, when=f"x_{ask} = 1")
        model.flow(split, out, id=default)
        return ("loop", ask, tree), merge, out

    def sub(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name = self.name("sp")
        inner, tree = self._scope(depth)
        model.add(sub(name, inner))
        return tree, name, name

    def misub(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name, count, sequential = self.name("sp"), self.random.randint(1, 2), self.random.random() < 0.5
        inner, tree = self._scope(min(depth, 2))
        loop = each(str(list(range(count))), sequential=sequential, item=f"i_{name}")
        model.add(sub(name, inner, multi_instance=loop))
        return ("mi", f"i_{name}", sequential, count, tree), name, name

    def call(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name = self.name("c")
        outer, self.called = self.called, []
        inner, tree = self._scope(depth)
        process = inner.definition(f"q_{name}", self.called)
        self.called = [*outer, process]
        model.add(call(name, process.process.id))
        return tree, name, name

    def cut(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess that a message may interrupt, with another way on."""
        name, event, merge = self.name("sp"), self.name("x"), self.name("o")
        inner, tree = self._scope(depth)
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
            process = inner.definition(f"q_{name}", self.called)
            self.called = [*outer, process]
            model.add(call(name, process.process.id))
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

    def _scope(self, depth: int) -> tuple[Build, Tree]:
        inner = Build()
        tree, first, last = self.block(inner, depth - 1)
        begin, finish = self.name("s"), self.name("e")
        inner.add(start(begin), end(finish)).flow(begin, first).flow(last, finish)
        return inner, tree

    def _branch(self, model: Build, split: str, join: str, depth: int, when: str = "", id: str = "") -> Tree:
        tree, first, last = self.block(model, depth - 1)
        model.flow(split, first, when=when, id=id).flow(last, join)
        return tree


def random_model(seed: int) -> tuple[random.Random, Tree, Definition]:
    """The model of `seed`, of a size worth testing, with the generator for what happens in it."""
    source = random.Random(seed)
    while True:
        maker = Maker(source)
        inner, tree = maker._scope(4 + seed % 2)
        if 40 <= maker.count <= 140 and tree[0] in ("seq", "par", "loop", "inc"):
            return source, tree, inner.definition("p", maker.called)


Place: TypeAlias = tuple[str, tuple[tuple[str, int], ...]]
"""A node's name and which item of which multi-instance activities around it, sorted by their variables."""


@dataclass(frozen=True)
class Where:
    """What encloses a block: the items of repeated activities, and the scopes that may be ended as a whole."""

    items: tuple[tuple[str, int], ...] = ()
    scopes: tuple[int, ...] = ()


@dataclass
class Open:
    """A task or event that can happen now."""

    place: Place
    where: Where
    then: Callable[[], None]


class Oracle:
    """Runs a tree: which tasks and events are open, by continuation instead of by token."""

    def __init__(self, tree: Tree) -> None:
        self.tasks: list[Open] = []
        self.events: list[Open] = []
        self.answers: dict[str, int] = {}
        self.scopes = 0
        self.done = False
        self._start(tree, Where(), self._end)

    def complete(self, place: Place, answer: int | None) -> None:
        """The task at `place` is done; `answer` decides at a gateway behind it."""
        if answer is not None:
            self.answers[place[0]] = answer
        _taken(self.tasks, place).then()

    def happen(self, place: Place) -> None:
        """The event at `place` happens."""
        _taken(self.events, place).then()

    def _end(self) -> None:
        self.done = True

    def _start(self, tree: Tree, where: Where, then: Callable[[], None]) -> None:
        getattr(self, f"_{tree[0]}")(*tree[1:], where, then)

    def _task(self, name: str, where: Where, then: Callable[[], None]) -> None:
        self.tasks.append(Open((name, where.items), where, then))

    def _new_scope(self, where: Where) -> tuple[int, Where]:
        self.scopes += 1
        return self.scopes, replace(where, scopes=(*where.scopes, self.scopes))

    def _end_scope(self, scope: int) -> None:
        self.tasks = [one for one in self.tasks if scope not in one.where.scopes]
        self.events = [one for one in self.events if scope not in one.where.scopes]

    def _stop(self, tree: Tree, other: Tree, where: Where, then: Callable[[], None]) -> None:
        scope, inside = self._new_scope(where)
        over: list[bool] = []

        def stopped() -> None:
            over.append(True)
            self._end_scope(scope)
            then()

        self._start(tree, inside, stopped)
        if not over:
            self._start(other, inside, lambda: None)

    def _cut(self, event: str, tree: Tree, handler: Tree, where: Where, then: Callable[[], None]) -> None:
        scope, inside = self._new_scope(where)

        def interrupted() -> None:
            self._end_scope(scope)
            self._start(handler, where, then)

        def completed() -> None:
            self._end_scope(scope)
            then()

        self.events.append(Open((event, where.items), inside, interrupted))
        self._start(tree, inside, completed)

    def _seq(self, trees: list[Tree], where: Where, then: Callable[[], None]) -> None:
        if trees:
            self._start(trees[0], where, lambda: self._seq(trees[1:], where, then))
        else:
            then()

    def _par(self, trees: list[Tree], where: Where, then: Callable[[], None]) -> None:
        one = _last_of(len(trees), then)
        for tree in trees:
            self._start(tree, where, one)

    def _inc(self, ask: str, trees: list[Tree], where: Where, then: Callable[[], None]) -> None:
        def chosen() -> None:
            self._par([tree for bit, tree in enumerate(trees) if self.answers[ask] >> bit & 1], where, then)

        self._task(ask, where, chosen)

    def _xor(self, ask: str, one: Tree, other: Tree, where: Where, then: Callable[[], None]) -> None:
        self._task(ask, where, lambda: self._start(one if self.answers[ask] == 1 else other, where, then))

    def _loop(self, ask: str, tree: Tree, where: Where, then: Callable[[], None]) -> None:
        def again() -> None:
            self._start(tree, where, lambda: self._task(ask, where, decided))

        def decided() -> None:
            again() if self.answers[ask] == 1 else then()

        again()

    def _mi(self, item: str, sequential: bool, count: int, tree: Tree, where: Where, then: Callable[[], None]) -> None:
        def one(index: int, after: Callable[[], None]) -> None:
            self._start(tree, replace(where, items=tuple(sorted((*where.items, (item, index))))), after)

        def following(index: int) -> None:
            one(index, (lambda: following(index + 1)) if index + 1 < count else then)

        if not count:
            then()
        elif sequential:
            following(0)
        else:
            last = _last_of(count, then)
            for index in range(count):
                one(index, last)


def _last_of(count: int, then: Callable[[], None]) -> Callable[[], None]:
    left = [count]

    def one() -> None:
        left[0] -= 1
        if not left[0]:
            then()

    return one


def _taken(found: list[Open], place: Place) -> Open:
    return found.pop(next(index for index, one in enumerate(found) if one.place == place))
