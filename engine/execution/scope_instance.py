"""A running scope: a process, a called process or an embedded subprocess. SpiffWorkflow's workflow, without its extras.

The stock workflow predicts tasks ahead (which explodes on diamonds), walks its whole tree on every completion, and
evaluates Python; this one only holds the living tokens of the scope.
"""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow

from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance
    from engine.execution.scope_spec import ScopeSpec
    from engine.execution.variables import Scope


class ScopeInstance(BpmnBaseWorkflow):  # type: ignore[misc]  # SpiffWorkflow ships no types
    """One activation of `spec`; `owner` is the subprocess or call token it runs in, None for the process itself.

    `joins` are the waiting joins by spec name. `steps` counts flows taken during the command numbered `epoch`.
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
        super().__init__(spec, deserializing=True)

    @property
    def number(self) -> int:
        """The token that events call the scope of its elements; 0 for the process itself."""
        return 0 if self.owner is None else self.owner.id

    def cancel_tokens(self) -> None:
        """Cancel everything that lives here."""
        for token in list(self.tasks.values()):
            token.cancel()

    def end_if_empty(self) -> None:
        """When the last token is gone the scope is complete, and what it runs in goes on."""
        if self.tasks or self.completed:
            return
        self.completed = True
        if self.owner is None:
            self.instance.finish("terminated" if not self.success else "completed")
        else:
            self.owner.proceed(self.owner.result)
