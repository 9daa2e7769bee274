"""Random structured models: diagrams of nested blocks, each with the tree of what it is made of."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from diagram_writer import Writer
from process_models import (
    Build,
    boundary,
    call,
    catch,
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
from structural_oracle import Tree

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.diagrams.model import (
    AdHocSubProcess,
    ComplexGateway,
    ErrorDefinition,
    EventBasedGateway,
    EventDefinition,
    Expression,
    PlainTask,
    ReceiveTask,
    StandardLoop,
    TerminateDefinition,
)

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
    "plain",
    "pick",
    "wait",
    "again",
    "conditional",
    "adhoc",
    "two",
]

SMALL = ["task", "task", "mi", "guarded", "plain", "wait", "again", "adhoc"]
"""The blocks that hold no others."""
SMALLEST = 12
"""Before a model has so many names, blocks that hold others are added."""
LARGEST = 120
"""How many names a model may have before only small blocks are added."""


@dataclass
class Maker:
    """Writes random blocks into scopes; `called` collects the processes that calls need."""

    random: random.Random
    count: int = 0
    called: list[tuple[str, Build]] = field(default_factory=list)

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A block of at most `depth` levels in `model`: its tree, its first and its last node."""
        kind = self.random.choice(self._kinds(depth))
        made: tuple[Tree, str, str] = getattr(self, kind)(model, depth)
        return made

    def _kinds(self, depth: int) -> list[str]:
        if depth <= 0 or self.count >= LARGEST:
            return SMALL
        return [kind for kind in KINDS if kind not in SMALL] if self.count < SMALLEST else KINDS

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

    def plain(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """An abstract task is passed at once."""
        name = self.name("a")
        model.add(PlainTask(id=name, name=name))
        return ("seq", []), name, name

    def wait(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name = self.name("x")
        model.add(ReceiveTask(id=name, name=name, message=message("news", '="k"')))
        return ("wait", name), name, name

    def again(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A task that is done once more as long as the answer is 1."""
        name = self.name("p")
        model.add(user(name, loop=StandardLoop(test_before=False, condition=Expression(f"x_{name} = 1"))))
        return ("again", name), name, name

    def adhoc(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Some tasks of an ad-hoc subprocess."""
        name, inner = self.name("sp"), Build()
        names = [self.name("u") for _ in range(self.random.randint(1, 3))]
        inner.add(*(user(one) for one in (*names, self.name("u"))))
        chosen = Expression("[" + ", ".join(f'"{one}"' for one in names) + "]")
        model.add(AdHocSubProcess(id=name, name=name, scope=inner.scope(), active_elements=chosen))
        return ("par", [("task", one) for one in names]), name, name

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

    def conditional(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A task whose own flows have conditions."""
        ask, join = self.name("p"), self.name("j")
        model.add(user(ask), inclusive(join))
        branches = []
        for bit in range(3):
            masks = [mask for mask in range(1, 8) if mask >> bit & 1]
            branches.append(self._branch(model, ask, join, depth, when=f"list contains({masks}, x_{ask})"))
        return ("inc", ask, branches), ask, join

    def two(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A subprocess in which two of three branches open a task behind a complex gateway."""
        name, begin, split, gate, after, last = (self.name(prefix) for prefix in ("sp", "s", "g", "j", "u", "e"))
        inner = Build()
        inner.add(start(begin), parallel(split), user(after), end(last))
        inner.add(ComplexGateway(id=gate, name=gate, activation=Expression("activationCount >= 2")))
        inner.flow(begin, split).flow(gate, after).flow(after, last)
        trees = [self._branch(inner, split, gate, min(depth, 2)) for _ in range(3)]
        model.add(sub(name, inner))
        return ("two", trees, after), name, name

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
        self.called = [*outer, *self.called, (f"q_{name}", inner)]
        model.add(call(name, f"q_{name}"))
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


def random_model(source: random.Random) -> tuple[Tree, Definition]:
    """A model and its structure."""
    maker = Maker(source)
    inner, tree = maker._scope(source.randint(3, 5))
    return tree, deployed(inner, maker.called)


def deployed(scope: Build, called: Sequence[tuple[str, Build]]) -> Definition:
    """The process `p`, written as a file with all it calls, and read again."""
    data = Writer().file({"p": scope.scope(), **{name: one.scope() for name, one in called}})
    return next(one for one in deployment.build({"p.bpmn": data}) if one.process.id == "p")
