"""Activities that are repeated: until enough is done, and telling others when."""

from dataclasses import replace

from process_models import Build, boundary, each, end, start, sub, user
from structural_oracle import Tree

from engine.diagrams.model import BehaviorThrow, EscalationDefinition, Expression, StandardLoop
from random_blocks.base import Blocks


class Repeated(Blocks):
    """Standard loops with a maximum, multi-instance activities with conditions and behaviours."""

    def times(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A loop that only its maximum ends, or that its condition does not let begin."""
        name, begins, maximum = self.name("u"), self.random.random() < 0.8, self.random.randint(1, 3)
        loop = StandardLoop(test_before=True, condition=Expression(str(begins).lower()), maximum=maximum)
        model.add(user(name, loop=loop))
        return ("seq", [("task", name)] * maximum if begins else []), name, name

    def capped(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """A task that is done again as long as the answer is 1, but not for ever."""
        name, maximum = self.name("p"), self.random.randint(1, 3)
        loop = StandardLoop(test_before=False, condition=Expression(f"x_{name} = 1"), maximum=maximum)
        model.add(user(name, loop=loop))
        return ("again", name, maximum), name, name

    def most(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Several instances until enough of them are done; the others are ended."""
        name, count, sequential = self.name("m"), self.random.randint(2, 4), self.maybe()
        enough = self.random.randint(1, count)
        item = f"i_{name}"
        until = f"numberOfCompletedInstances >= {enough}"
        model.add(
            user(name, multi_instance=each(str(list(range(count))), sequential=sequential, item=item, until=until))
        )
        return ("most", item, sequential, count, enough, ("task", name)), name, name

    def telling(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        """Instances that escalate: the first, each, or the one that meets a condition; somebody listens at the border."""
        name, around, begin, heard, last, told = (self.name(prefix) for prefix in ("m", "sp", "s", "b", "e", "e"))
        handler = self.name("u")
        count = self.random.randint(1, 3)
        behavior = self.random.choice(["one", "none", "complex"])
        which = {"one": [1], "none": list(range(1, count + 1)), "complex": [self.random.randint(1, count)]}[behavior]
        code = f"code_{name}"
        condition = Expression(f"numberOfCompletedInstances = {which[0]}") if behavior == "complex" else None
        many = replace(
            each(str(list(range(count))), item=f"i_{name}"),
            behavior=behavior,  # type: ignore[arg-type]
            throws=(BehaviorThrow(EscalationDefinition(code), condition),),
        )
        inner = Build().line(start(begin), user(name, multi_instance=many), end(last))
        inner.add(boundary(heard, name, EscalationDefinition(code), interrupting=False), user(handler), end(told))
        inner.flow(heard, handler, told)
        model.add(sub(around, inner))
        return ("telling", f"i_{name}", count, which, ("task", name), ("task", handler)), around, around
