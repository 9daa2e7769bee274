"""Compensation: what was done is undone, the latest first."""

from process_models import Build, boundary, end, start, sub, throw, user
from structural_oracle import Tree

from engine.diagrams.model import CompensateDefinition
from random_blocks.base import Blocks


class Compensations(Blocks):
    """Boundary handlers, and throws of all or of one."""

    def undone(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Some tasks, some of them with a handler; then a throw that waits until they are undone; then another task."""
        name, begin, shout, after, last = (self.name(prefix) for prefix in ("sp", "s", "t", "u", "e"))
        inner = Build()
        done, handlers = [], {}
        for _ in range(self.random.randint(1, 3)):
            task = self.name("u")
            done.append(task)
            inner.add(user(task))
            if not handlers or self.random.random() < 0.7:
                event, handlers[task] = self.name("b"), self.name("u")
                inner.add(user(handlers[task], for_compensation=True))
                inner.add(boundary(event, task, CompensateDefinition(), handler=handlers[task]))
        one = self.random.choice([*handlers, ""])
        definition = CompensateDefinition(one)
        at_the_end = self.random.random() < 0.3
        path = [begin, *done]
        inner.add(start(begin))
        if at_the_end:
            inner.add(end(last, definition))
        else:
            inner.add(throw(shout, definition), user(after), end(last))
            path += [shout, after]
        inner.flow(*path, last)
        model.add(sub(name, inner))
        undone = [handlers[task] for task in reversed(done) if task in handlers and one in ("", task)]
        names = [*done, *undone, *([] if at_the_end else [after])]
        return ("seq", [("task", task) for task in names]), name, name
