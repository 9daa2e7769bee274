"""Abstract, manual, send and receive tasks (BPMN 2.0.2 §10.3.3, §13.3.3)."""

from typing import TYPE_CHECKING

from engine.diagrams.model import PlainTask, ReceiveTask, SendTask
from engine.execution.nodes.node import NodeSpec, WaitingNodeSpec
from engine.execution.nodes.sending import Sender
from engine.execution.nodes.waits import MessageTrigger
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class PlainTaskSpec(NodeSpec):
    """Is done as soon as it is reached: nothing says what an abstract task does, and nobody tells of a manual one."""

    def __init__(self, scope: "ScopeSpec", node: PlainTask, name: str = "") -> None:
        super().__init__(scope, node, name)


class SendTaskSpec(NodeSpec):
    """Throws its message and is done."""

    def __init__(self, scope: "ScopeSpec", node: SendTask, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.sender = Sender(node.message, node.inputs)

    def start(self, token: Token) -> bool:
        self.sender.send(token)
        return True


class ReceiveTaskSpec(WaitingNodeSpec):
    """Waits for its message. One that instantiates has had it when the process starts there."""

    def __init__(self, scope: "ScopeSpec", node: ReceiveTask, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.trigger = MessageTrigger(node.message)
        self.instantiates = node.instantiate
        if node.instantiate:
            scope.starts[self.element] = self

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        if flow or not self.instantiates:
            super().arrive(workflow, flow)
            return
        token = Token(workflow, self)
        self.activate(token)
        token.proceed()

    def start(self, token: Token) -> bool:
        self.trigger.prepare(token.scope, token.instance.now).open(token)
        return False
