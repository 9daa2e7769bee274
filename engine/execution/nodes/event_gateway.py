"""Event-based gateways (BPMN 2.0.2 §10.6.6, §13.4.4): the first event behind the gateway decides.

While the gateway waits, each event behind it has a token that waits beside it, unannounced like a boundary event's.
"""

from typing import TYPE_CHECKING

from engine.diagrams.model import EventBasedGateway
from engine.execution.events import ElementCompleted
from engine.execution.nodes.node import WaitingNodeSpec
from engine.execution.standstill import Standstill
from engine.execution.token import ACTIVE, COMPLETED, STARTED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.flows import Flow
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class EventGatewaySpec(WaitingNodeSpec):
    """Waits for the events behind it.

    One that instantiates is entered by an event that has come already. If it is parallel, the instance goes on waiting
    for all the others; `internal_data` remembers under `came` which flows have been taken.
    """

    def __init__(self, scope: "ScopeSpec", node: EventBasedGateway) -> None:
        super().__init__(scope, node)
        self.instantiates = node.instantiate
        self.parallel = node.instantiate and node.parallel

    def link(self) -> None:
        if self.instantiates:
            for flow in self.flows:
                self._wf_spec.starts[flow.target.element] = _Start(self, flow)

    def start(self, token: Token) -> bool:
        came = token.internal_data.get("came", [])
        waiting: list[Token] = []
        try:
            for flow in self.flows:
                if flow.id in came:
                    continue
                event = Token(token.workflow, flow.target, token)
                waiting.append(event)
                event._set_state(WAITING)
                if flow.target.start(event):
                    token.phase = ACTIVE
                    event.proceed()
                    if not self.parallel:
                        return False
        except Standstill:
            for event in waiting:
                event.cancel()
            raise
        return False

    def happened(self, event: Token) -> None:
        """The event of the waiting token `event` has come: it is entered, and the others are withdrawn."""
        token = event.parent
        token._children.remove(event.id)
        event._parent = None
        flow = next(flow for flow in self.flows if flow.target is event.task_spec)
        if self.parallel:
            token.internal_data = {"came": [*token.internal_data.get("came", []), flow.id]}
        else:
            for other in token.children:
                other.cancel()
        if not token.children:
            _complete(token)
        event.instance.events.append(flow.taken)
        event.task_spec.activate(event)


class _Start:
    """The start of a process by the event at the end of `flow`."""

    awaits_more = False

    def __init__(self, gateway: EventGatewaySpec, flow: "Flow") -> None:
        self.gateway = gateway
        self.flow = flow
        self.element = flow.target.element
        self.node = flow.target.node

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        """Enter the gateway and leave it by the event that has come."""
        token = Token(workflow, self.gateway)
        self.gateway.activate(token)
        token._set_state(STARTED)
        if len(self.gateway.flows) > 1 and self.gateway.parallel:
            token.internal_data = {"came": [self.flow.id]}
        else:
            _complete(token)
        workflow.instance.events.append(self.flow.taken)
        event = Token(workflow, self.flow.target)
        self.flow.target.activate(event)
        event.proceed()
        if token._state != COMPLETED:
            workflow.instance.agenda.append(token)


def _complete(token: Token) -> None:
    token._set_state(COMPLETED)
    token.instance.events.append(
        ElementCompleted(token=token.id, element=token.element, process=token.task_spec.process)
    )
    token.remove()
