"""Embedded subprocesses (BPMN 2.0.2 §10.3.5) and call activities (§10.3.6)."""

from typing import TYPE_CHECKING

import msgspec

from engine.diagrams.model import CallActivity, SubProcess
from engine.execution.completed import Ended
from engine.execution.events import VariablesSet
from engine.execution.nodes.node import NodeSpec
from engine.execution.scope_instance import ScopeInstance
from engine.execution.standstill import Standstill
from engine.execution.token import Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class SubProcessSpec(NodeSpec):
    """Runs the scope `inside` and goes on when its last token is gone."""

    multiplies = 1

    def __init__(self, scope: "ScopeSpec", node: SubProcess, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.inside: ScopeSpec | None = None

    def start(self, token: Token) -> bool:
        assert self.inside is not None
        enter(token, self.inside, token.scope)
        return False


class CallActivitySpec(NodeSpec):
    """Runs a called process, which sees only what it is given and whose variables are a root of their own."""

    multiplies = 1

    def __init__(self, scope: "ScopeSpec", node: CallActivity, called: "ScopeSpec | None", name: str = "") -> None:
        super().__init__(scope, node, name)
        self.inside = called
        self.call = node

    def start(self, token: Token) -> bool:
        if self.inside is None or len(self.inside.none_starts) != 1:
            raise Standstill(
                "call",
                f"The process {self.call.process} is not deployed or has no single none start event.",
                {"process": self.call.process},
            )
        own = {} if token.local is None else token.local.values
        given = token.scope.visible() if self.call.propagate_all_parent_variables else dict(own)
        scope = Scope(token.id, None, given)
        scope.inherited = dict.fromkeys(name for name in given if name not in own)
        if given:
            token.instance.events.append(VariablesSet(scope=token.id, values=dict(given)))
        enter(token, self.inside, scope)
        return False

    def finish(self, token: Token) -> None:
        ended = token.inside
        if ended is not None:
            token.inside = None
            if self.undo is not None and self.undo.takes_back(ended):
                left = Ended(ended.completed_work, dict(ended.scope.values))
                token.internal_data = {**token.internal_data, "ended": msgspec.to_builtins(left)}
            if self.outputs_mapped is not None or self.call.propagate_all_child_variables:
                root = ended.scope
                token.result = {name: value for name, value in root.values.items() if name not in root.inherited}
        super().finish(token)


def enter(token: Token, spec: "ScopeSpec", scope: Scope) -> None:
    """Run `spec` inside `token` from its none start event, its event subprocesses waiting."""
    token.inside = workflow = ScopeInstance(spec, token.instance, scope, token)
    workflow.open_listeners()
    spec.none_starts[0].arrive(workflow, "")
