"""Steps and waits that hold no other blocks."""

from process_models import Build, boundary, each, end, message, timer, user
from structural_oracle import Tree

from engine.diagrams.model import AdHocSubProcess, Expression, PlainTask, ReceiveTask, StandardLoop
from random_blocks.base import Blocks


class Tasks(Blocks):
    """Steps and waits that hold no other blocks."""

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
        return ("again", name, 0), name, name

    def mi(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        name, count, sequential = self.name("m"), self.random.randint(0, 3), self.random.random() < 0.5
        items = str(list(range(count)))
        item = f"i_{name}"
        loop = each(items, sequential=sequential, item=item, into=f"r_{name}", output=item)
        model.add(user(name, multi_instance=loop))
        return ("mi", item, sequential, count, ("task", name)), name, name

    def adhoc(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Some tasks of an ad-hoc subprocess."""
        name, inner = self.name("sp"), Build()
        names = [self.name("u") for _ in range(self.random.randint(1, 3))]
        inner.add(*(user(one) for one in (*names, self.name("u"))))
        chosen = Expression("[" + ", ".join(f'"{one}"' for one in names) + "]")
        model.add(AdHocSubProcess(id=name, name=name, scope=inner.scope(), active_elements=chosen))
        return ("par", [("task", one) for one in names]), name, name
