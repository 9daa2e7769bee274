"""A running scope: a process, a called process or an embedded subprocess. SpiffWorkflow's workflow, without its extras.

The stock workflow predicts tasks ahead (which explodes on diamonds), walks its whole tree on every completion, and
evaluates Python; this one only holds the living tokens of the scope.
"""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow

from engine.execution.completed import Completed
from engine.execution.token import COMPLETED, Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance
    from engine.execution.scope_spec import ScopeSpec
    from engine.execution.variables import Scope


class ScopeInstance(BpmnBaseWorkflow):  # type: ignore[misc]  # SpiffWorkflow ships no types
    """One activation of `spec`; `owner` is the subprocess or call token it runs in, None for the process itself.

    `joins` are the waiting joins by spec name. `steps` counts flows taken during the command numbered `epoch`, `cuts`
    how often everything here was cancelled. `completed_work` is what compensation can undo, in order of completion.
    """

    tasks: dict[int, Token]
    spec: "ScopeSpec"
    completed: bool
    success: bool

    def __init__(self, spec: "ScopeSpec", instance: "Instance", scope: "Scope", owner: Token | None = None) -> None:
        self.instance = instance
        self.scope = scope
        self.owner = owner
        self.joins: dict[str, Token] = {}
        self.steps = 0
        self.epoch = 0
        self.cuts = 0
        self.completed_work: list[Completed] = []
        super().__init__(spec, deserializing=True)

    @property
    def number(self) -> int:
        """The token that events call the scope of its elements; 0 for the process itself."""
        return 0 if self.owner is None else self.owner.id

    def count_step(self) -> None:
        """Count a flow or an iteration against the bound of one command."""
        if self.epoch != self.instance.epoch:
            self.epoch = self.instance.epoch
            self.steps = 0
        self.steps += 1

    def open_listeners(self) -> None:
        """Let the event subprocesses of the scope wait."""
        for spec in self.spec.listeners:
            Token(self, spec)._ready()

    def cancel_tokens(self) -> None:
        """Cancel everything that lives here."""
        self.cuts += 1
        for token in list(self.tasks.values()):
            token.cancel()

    def end_if_empty(self) -> None:
        """When the last token is gone the scope is complete, and what it runs in goes on.

        Event subprocesses that have not begun do not keep it going.
        """
        if self.owner is not None and self.owner._state >= COMPLETED:
            return  # it was cancelled together with what it runs in
        if self.completed or not all(token.idle for token in self.tasks.values()):
            return
        if self.owner is not None and self.owner.task_spec.asks_to_end and not self.owner.task_spec.may_end(self):
            return
        self.completed = True
        self.cancel_tokens()
        if self.owner is None:
            self.instance.finish("terminated" if not self.success else "completed")
        else:
            self.owner.proceed(self.owner.result)
