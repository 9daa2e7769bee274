"""What must happen in a random model, told from its structure instead of from tokens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

Tree: TypeAlias = tuple[Any, ...]
"""A block: its kind, then what it is made of."""

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

    def broadcast(self, event: str) -> None:
        """Everybody who waits at `event` hears of it."""
        for one in [one for one in self.events if one.place[0] == event]:
            if one in self.events:
                self.events.remove(one)
                one.then()

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

    def _wait(self, event: str, where: Where, then: Callable[[], None]) -> None:
        self.events.append(Open((event, where.items), where, then))

    def _pick(self, ways: list[tuple[str, Tree]], where: Where, then: Callable[[], None]) -> None:
        scope, inside = self._new_scope(where)

        def came(tree: Tree) -> None:
            self._end_scope(scope)
            self._start(tree, where, then)

        for event, tree in ways:
            self.events.append(Open((event, where.items), inside, partial(came, tree)))

    def _again(self, ask: str, maximum: int, where: Where, then: Callable[[], None]) -> None:
        def decided() -> None:
            again = self.answers[ask] == 1 and maximum != 1
            self._again(ask, maximum - 1, where, then) if again else then()

        self._task(ask, where, decided)

    def _two(self, trees: list[Tree], after: str, where: Where, then: Callable[[], None]) -> None:
        """Two of three branches open the task `after`; the block ends when the third and the task are done."""
        branches: list[bool] = []
        last = _last_of(len(trees) + 1, then)

        def arrived() -> None:
            branches.append(True)
            if len(branches) == 2:
                self._task(after, where, last)
            last()

        for tree in trees:
            self._start(tree, where, arrived)

    def _mi(self, item: str, sequential: bool, count: int, tree: Tree, where: Where, then: Callable[[], None]) -> None:
        def one(index: int, after: Callable[[], None]) -> None:
            self._start(tree, _item(where, item, index), after)

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

    def _most(
        self,
        item: str,
        sequential: bool,
        count: int,
        enough: int,
        tree: Tree,
        where: Where,
        then: Callable[[], None],
    ) -> None:
        """Instances until `enough` are done."""
        scope, inside = self._new_scope(where)
        left = [enough]

        def one(index: int) -> None:
            self._start(tree, _item(inside, item, index), lambda: completed(index))

        def completed(index: int) -> None:
            left[0] -= 1
            if not left[0]:
                self._end_scope(scope)
                then()
            elif sequential:
                one(index + 1)

        for index in range(1 if sequential else count):
            one(index)

    def _telling(
        self, item: str, count: int, which: list[int], tree: Tree, handler: Tree, where: Where, then: Callable[[], None]
    ) -> None:
        """Parallel instances; each of those completions in `which` starts the handler beside them."""
        last = _last_of(count + len(which), then)
        done: list[bool] = []

        def completed() -> None:
            done.append(True)
            if len(done) in which:
                self._start(handler, where, last)
            last()

        for index in range(count):
            self._start(tree, _item(where, item, index), completed)

    def _beside(
        self, event: str, tree: Tree, handler: Tree, lasting: bool, where: Where, then: Callable[[], None]
    ) -> None:
        """The handler is started as often as the event happens: while the tree runs, or even while handlers do (`lasting`)."""
        scope, inside = self._new_scope(where)
        running = [1]

        def listen() -> None:
            self.events.append(Open((event, where.items), inside, happened))

        def happened() -> None:
            running[0] += 1
            listen()
            self._start(handler, where, ended)

        def completed() -> None:
            if not lasting:
                self._end_scope(scope)
            ended()

        def ended() -> None:
            running[0] -= 1
            if not running[0]:
                self._end_scope(scope)
                then()

        listen()
        self._start(tree, inside, completed)

    def _heard(
        self, event: str, after: Tree, before: Tree, beside: Tree, where: Where, then: Callable[[], None]
    ) -> None:
        """Two branches, the second of which throws what the first waits for."""
        last = _last_of(2, then)

        def thrown() -> None:
            self.broadcast(event)
            self._start(beside, where, last)

        self.events.append(Open((event, where.items), where, lambda: self._start(after, where, last)))
        self._start(before, where, thrown)

    def _kept(self, ask: str, between: str, one: Tree, other: Tree, where: Where, then: Callable[[], None]) -> None:
        """What is answered now decides after the task `between`."""

        def answered() -> None:
            chosen = one if self.answers[ask] == 1 else other
            self._task(between, where, lambda: self._start(chosen, where, then))

        self._task(ask, where, answered)


def _item(where: Where, item: str, index: int) -> Where:
    return replace(where, items=tuple(sorted((*where.items, (item, index)))))


def _last_of(count: int, then: Callable[[], None]) -> Callable[[], None]:
    left = [count]

    def one() -> None:
        left[0] -= 1
        if not left[0]:
            then()

    return one


def _taken(found: list[Open], place: Place) -> Open:
    return found.pop(next(index for index, one in enumerate(found) if one.place == place))
