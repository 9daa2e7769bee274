"""A token: one activation of one element. SpiffWorkflow's task, made deterministic and kept only while it lives.

Against the stock task: the id is the instance's next number instead of a random one, no wall clock is read, variables
are not copied from task to task (`data` refuses writes), and a finished token leaves the tree at once, so the tree is
never larger than the present of the case. A token's children are what lives and dies with it: the boundary events of an
activity and the instances of a multi-instance body.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.execution.standstill import Standstill

if TYPE_CHECKING:
    from engine.execution.flows import Flow
    from engine.execution.instance import Instance
    from engine.execution.nodes.behavior import Due
    from engine.execution.nodes.node import NodeSpec
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.variables import Scope

WAITING: Final[int] = TaskState.WAITING
READY: Final[int] = TaskState.READY
STARTED: Final[int] = TaskState.STARTED
COMPLETED: Final[int] = TaskState.COMPLETED
CANCELLED: Final[int] = TaskState.CANCELLED

ARRIVED, ENTERING, GUARDING, STARTING, ACTIVE, FINISHING, LEAVING = range(7)
"""The steps of an activation; an incident keeps the token at its step, and resolving it repeats just that step."""


class NoData(dict[str, Any]):
    """The `data` of every token: empty, and it stays so, because variables live in scopes."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("Variables live in scopes; a token carries no data.")

    __setitem__ = __delitem__ = setdefault = update = pop = popitem = clear = __ior__ = _refuse


NO_DATA: Final = NoData()


class Token(Task):  # type: ignore[misc]  # SpiffWorkflow ships no types
    """One activation of `task_spec` in `workflow`.

    `outer` is the scope around it; `local` its own, or None while it has none. `inside` is the running scope of a
    subprocess or call. `result` holds variables that came in and are not assigned yet. `iteration` counts from 1 inside
    a multi-instance activity. `internal_data` belongs to the spec. `rows` are those of data stores that it has just read.
    """

    triggered = False
    thread_id = 0
    last_state_change = 0
    ends_loop = False
    task_spec: "NodeSpec"
    workflow: "ScopeInstance"

    def __init__(
        self, workflow: "ScopeInstance", task_spec: "NodeSpec", parent: "Token | None" = None, number: int = 0
    ) -> None:
        """A token that arrives, or the one with this `number` again when it is restored."""
        instance = workflow.instance
        if not number:
            instance.sequence = number = instance.sequence + 1
        self.id = number
        self.workflow = workflow
        self.instance: Instance = instance
        self.task_spec = task_spec
        self.phase = ARRIVED
        self.iteration = 0
        self._state: int = TaskState.FUTURE
        self._parent: int | None = None
        self._children: list[int] = []
        self.outer: Scope = workflow.scope
        self.local: Scope | None = None
        self.inside: ScopeInstance | None = None
        self.result: Mapping[str, Any] | None = None
        self.leaving: list[Flow] = []
        self.due: list[Due] = []
        self.rows: list[Any] | None = None
        self.internal_data: dict[str, Any] = {}
        if parent is not None:
            self._parent = parent.id
            parent._children.append(number)
        workflow.tasks[number] = self
        instance.tokens[number] = self

    @property
    def data(self) -> NoData:
        """Always empty; see `NoData`."""
        return NO_DATA

    @property
    def entered(self) -> bool:
        """Whether it was announced as active; a boundary event is not before it fires."""
        return self.phase != ARRIVED

    @property
    def idle(self) -> bool:
        """Whether it only waits for an event subprocess to begin, which keeps no scope going."""
        return self.phase == ARRIVED and self.task_spec.listens

    @property
    def scope(self) -> "Scope":
        """Where its expressions look variables up first."""
        return self.outer if self.local is None else self.local

    @property
    def element(self) -> str:
        """The id of its element in the diagram."""
        return self.task_spec.element

    def _set_state(self, value: int) -> None:
        self._state = value

    def _ready(self) -> None:
        self._state = READY
        self.instance.agenda.append(self)

    def proceed(self, result: Mapping[str, Any] | None = None) -> None:
        """What it waited for has come, with the variables `result`: queue it to finish.

        A token that was not announced waits beside an event-based gateway, which it now decides.
        """
        if self.phase == ARRIVED:
            self.parent.task_spec.happened(self)
        self._set_state(STARTED)
        self.result = result
        self.phase = FINISHING
        self.instance.agenda.append(self)

    def run(self) -> None:
        """Go on from its phase until it waits, completes or stands still."""
        try:
            if self.task_spec._run_hook(self):
                self.complete()
        except Standstill as reason:
            self.instance.raise_incident(self, reason)

    def cancel(self) -> None:
        """End it and all that lives in it without completing, innermost first."""
        if self._state >= COMPLETED:
            return
        if self.inside is not None:
            self.inside.cancel_tokens()
        for child in self.children:
            child.cancel()
        self._set_state(CANCELLED)
        self.instance.close_cancelled(self)
        self.task_spec._on_cancel(self)
        self.remove()

    def remove(self) -> None:
        """Take the finished token out of the tree."""
        workflow = self.workflow
        del workflow.tasks[self.id]
        del self.instance.tokens[self.id]
        if self._parent is not None:
            workflow.tasks[self._parent]._children.remove(self.id)
