"""Event subprocesses (BPMN 2.0.2 §10.3.5, §10.5.2, §13.5.4): opened with their scope, begun by their start event."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.diagrams.model import CompensateDefinition, FlowNode, StartEvent, SubProcess
from engine.execution.nodes.containers import SubProcessSpec
from engine.execution.nodes.reacting import ReactingSpec
from engine.execution.scope_instance import ScopeInstance
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class EventSubProcessSpec(SubProcessSpec):
    """Runs in the scope around it, with what its start event brought."""

    def begin(self, workflow: ScopeInstance, result: Mapping[str, Any]) -> None:
        """Run in `workflow`, beside whatever else is left there. What starts itself by what it throws runs away."""
        workflow.count_step()
        token = Token(workflow, self)
        token.result = dict(result)
        self._update(token)

    def start(self, token: Token) -> bool:
        assert self.inside is not None
        brought, token.result = token.result, None
        token.inside = workflow = ScopeInstance(self.inside, token.instance, token.scope, token)
        workflow.open_listeners()
        (begin,) = self.inside.starts.values()
        begin.arrive(workflow, "")
        token.instance.agenda[-1].result = brought
        return False


class ListenerSpec(ReactingSpec):
    """The start event of `subprocess` while it waits, as long as its scope goes on; an error always interrupts."""

    listens = True

    def __init__(self, scope: "ScopeSpec", start: StartEvent, subprocess: EventSubProcessSpec) -> None:
        node = FlowNode(id=start.id, name=start.name)
        super().__init__(scope, node, start.definition, f"{start.id}#listening")
        self.subprocess = subprocess
        self.interrupting = start.interrupting or any(kind == "error" for kind, _ in self.catches)

    def catch(self, workflow: ScopeInstance, result: Mapping[str, Any]) -> None:
        """What was thrown in the scope `workflow` is caught here."""
        if self.interrupting:
            workflow.cancel_tokens()
        self.subprocess.begin(workflow, result)

    def waiting(self, token: Token) -> Token:
        return Token(token.workflow, self)

    def react(self, token: Token, result: Mapping[str, Any]) -> None:
        token.remove()
        self.catch(token.workflow, result)


def listen(scope: "ScopeSpec", node: SubProcess, subprocess: EventSubProcessSpec) -> None:
    """Let `scope` open `subprocess` when it begins; one for compensation only runs once `scope` is to be undone."""
    start = next(inner for inner in node.scope.nodes.values() if isinstance(inner, StartEvent))
    if isinstance(start.definition, CompensateDefinition):
        scope.compensation = subprocess
    else:
        scope.listeners.append(ListenerSpec(scope, start, subprocess))
