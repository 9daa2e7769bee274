"""Random structured models: diagrams of nested blocks, each with the tree of what it is made of."""

import random
from collections.abc import Sequence

from diagram_writer import Writer
from process_models import Build
from random_blocks.branches import Branches
from random_blocks.compensations import Compensations
from random_blocks.conditions import Conditions
from random_blocks.containers import Containers
from random_blocks.data import Data
from random_blocks.escalations import Escalations
from random_blocks.event_subprocesses import EventSubprocesses
from random_blocks.repeated import Repeated
from random_blocks.signals import Signals
from random_blocks.tasks import Tasks
from structural_oracle import Tree

from engine.diagrams import deployment
from engine.diagrams.definition import Definition

SMALL = ["task", "task", "mi", "guarded", "plain", "wait", "again", "adhoc", "times", "capped", "most", "called_on"]
"""The blocks that hold no others."""
LARGE = [
    *("seq", "seq", "par", "par", "xor", "loop", "inc", "conditional", "pick", "two"),
    *("sub", "call", "misub", "cut", "stop", "fail"),
    *("called_off", "asked", "heard", "escalated", "reported", "undone", "telling"),
    *("withdrawn", "reminded", "objected", "noticed", "overtaken", "recorded"),
]
SMALLEST = 12
"""Before a model has so many names, blocks that hold others are added."""
LARGEST = 120
"""How many names a model may have before only small blocks are added."""


class Maker(
    Tasks,
    Branches,
    Containers,
    Repeated,
    Signals,
    Escalations,
    Compensations,
    EventSubprocesses,
    Conditions,
    Data,
):
    """Every family of blocks; a method of the kind's name makes one."""

    def block(self, model: Build, depth: int) -> tuple[Tree, str, str]:
        kind = self.random.choice(self._kinds(depth))
        made: tuple[Tree, str, str] = getattr(self, kind)(model, depth)
        return made

    def _kinds(self, depth: int) -> list[str]:
        if depth <= 0 or self.count >= LARGEST:
            return SMALL
        return LARGE if self.count < SMALLEST else SMALL + LARGE


def random_model(source: random.Random) -> tuple[Tree, Definition]:
    """A model and its structure."""
    maker = Maker(source)
    inner, tree = maker.scope(source.randint(3, 5))
    return tree, deployed(inner, maker.called)


def deployed(scope: Build, called: Sequence[tuple[str, Build]]) -> Definition:
    """The process `p`, written as a file with all it calls, and read again."""
    data = Writer().file({"p": scope.scope(), **{name: one.scope() for name, one in called}})
    return next(one for one in deployment.build({"p.bpmn": data}) if one.process.id == "p")
