"""Events that throw: intermediate throw events (BPMN 2.0.2 §10.5.4) and end events (§10.5.3)."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from engine.diagrams import model
from engine.execution import signals
from engine.execution.error_routing import around_instances, catcher, throw_error, uncaught
from engine.execution.events import CompensationThrown, ElementCompleted, EscalationThrown, SignalThrown
from engine.execution.expressions import FormulaGroup, formula
from engine.execution.nodes.arms import parts
from engine.execution.nodes.compensation import compensate
from engine.execution.nodes.jobs import JobCall
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.rollback import so_far
from engine.execution.nodes.sending import Sender
from engine.execution.nodes.waits import signal_name
from engine.execution.standstill import Standstill
from engine.execution.token import COMPLETED, STARTED, Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class Throw(Protocol):
    """One thing that an event throws."""

    def throw(self, token: Token) -> bool:
        """Throw it; False when the event waits for what it brings about. Raises Standstill, having changed nothing."""


class ThrowSpec(NodeSpec):
    """Throws one thing after the other; none for a none event.

    What an event throws may end the scope that the event is in. The event is over then, but it has done its work, so it
    completes all the same. `internal_data` remembers how many of several things are `thrown`.
    """

    def __init__(self, scope: "ScopeSpec", node: model.EndEvent | model.IntermediateThrowEvent) -> None:
        super().__init__(scope, node)
        last = (model.CompensateDefinition, model.ErrorDefinition, model.CancelDefinition, model.TerminateDefinition)
        definitions = sorted(parts(node.definition), key=lambda part: isinstance(part, last))
        self.throws: list[Throw] = [THROWS[type(part)](part, node) for part in definitions]

    def start(self, token: Token) -> bool:
        workflow, before = token.workflow, token._state
        cuts, waits = workflow.cuts, False
        for position in range(token.internal_data.get("thrown", 0), len(self.throws)):
            token._set_state(COMPLETED)
            try:
                waits = not self.throws[position].throw(token) or waits
            except Standstill:
                token._set_state(before)
                raise
            if token.id not in token.instance.tokens:
                return False
            if workflow.cuts != cuts:
                complete(token)
                return False
            if len(self.throws) > 1:
                token.internal_data["thrown"] = position + 1
        token._set_state(STARTED)
        return not waits


class MessageThrow:
    """Sends a message out of the instance; what the event's input mappings create is the payload."""

    def __init__(self, definition: model.MessageDefinition, node: model.FlowNode) -> None:
        self.sender = Sender(definition, node.inputs)

    def throw(self, token: Token) -> bool:
        self.sender.send(token)
        return True


class JobThrow:
    """Has a handler send the message, and waits until that is done."""

    def __init__(self, definition: model.JobDefinition, node: model.FlowNode) -> None:
        self.call = JobCall(definition)

    def throw(self, token: Token) -> bool:
        self.call.open(token)
        return False


class SignalThrow:
    """Broadcasts a signal: within the instance at once, elsewhere by whoever reads the event."""

    def __init__(self, definition: model.SignalDefinition, node: model.FlowNode) -> None:
        self.name = FormulaGroup([formula(definition.name)])

    def throw(self, token: Token) -> bool:
        instance = token.instance
        (value,) = self.name.evaluate(token.scope, instance.now)
        signal = signal_name(value)
        instance.thrown += 1
        brought = _payload(token)
        instance.events.append(
            SignalThrown(
                token=token.id,
                element=token.element,
                signal=signal,
                number=instance.thrown,
                variables=brought,
                process=token.task_spec.process,
            )
        )
        signals.receive(instance, signal, brought)
        return True


class EscalationThrow:
    """Escalates outward (§10.5.6); when nothing catches it, all goes on."""

    def __init__(self, definition: model.EscalationDefinition, node: model.FlowNode) -> None:
        self.code = definition.code

    def throw(self, token: Token) -> bool:
        caught = catcher(token, "escalation", self.code, own=False)
        by = "" if caught is None else caught.event.element
        token.instance.events.append(EscalationThrown(token=token.id, escalation=self.code, caught_by=by))
        if caught is not None:
            caught.catch(_payload(token))
        return True


class CompensateThrow:
    """Has completed work undone (§10.7), and waits for it unless the diagram says otherwise."""

    def __init__(self, definition: model.CompensateDefinition, node: model.FlowNode) -> None:
        self.activity = definition.activity
        self.waits = definition.wait

    def throw(self, token: Token) -> bool:
        position = len(token.instance.events)
        undone = compensate(token.workflow, self.activity, notify=token.id if self.waits else 0)
        elements = [done.element for done in reversed(undone)]
        token.instance.events.insert(
            position, CompensationThrown(token=token.id, activity=self.activity, activities=elements)
        )
        return not (undone and self.waits)


class ErrorThrow:
    """Throws an error outward (§10.5.6); uncaught, it stands still there."""

    def __init__(self, definition: model.ErrorDefinition, node: model.FlowNode) -> None:
        self.error = definition.code

    def throw(self, token: Token) -> bool:
        result = _payload(token)
        caught = catcher(token, "error", self.error, own=False)
        if caught is None:
            raise uncaught(token, self.error)
        complete(token)
        throw_error(token, self.error, result, caught)
        return False


class CancelThrow:
    """Cancels the transaction around it (§10.3.5, §13.3.9): what runs is ended, what is done is undone.

    Of a subprocess that is still running what it has completed is done, too (§13.5.5). Its cancel event stands on the
    activity, so of several instances all are cancelled and undone, also those that had completed.
    """

    def __init__(self, definition: model.CancelDefinition, node: model.FlowNode) -> None:
        pass

    def throw(self, token: Token) -> bool:
        complete(token)
        transaction = token.workflow.owner
        while transaction is not None and not is_transaction(transaction):
            transaction = transaction.workflow.owner
        assert transaction is not None
        activity = around_instances(transaction)
        for one in [activity] if activity is transaction else [one for one in activity.children if one.iteration]:
            if one.inside is None:
                one.cancel()
                continue
            done = so_far(one.inside)
            one.inside.cancel_tokens()
            one.inside.spec.compensator.take_back(one.inside, done, cancels=activity.id)
        return False


class TerminateThrow:
    """Ends every other token of its own scope (§13.5.6)."""

    def __init__(self, definition: model.TerminateDefinition, node: model.FlowNode) -> None:
        pass

    def throw(self, token: Token) -> bool:
        workflow = token.workflow
        for other in list(workflow.tasks.values()):
            if other is not token:
                other.cancel()
        workflow.success = False
        return True


THROWS: Mapping[type[Any], Callable[[Any, model.FlowNode], Throw]] = {
    model.MessageDefinition: MessageThrow,
    model.JobDefinition: JobThrow,
    model.SignalDefinition: SignalThrow,
    model.EscalationDefinition: EscalationThrow,
    model.CompensateDefinition: CompensateThrow,
    model.ErrorDefinition: ErrorThrow,
    model.CancelDefinition: CancelThrow,
    model.TerminateDefinition: TerminateThrow,
}


def complete(token: Token) -> None:
    """The throwing event is over before what it throws acts."""
    token._set_state(COMPLETED)
    token.instance.events.append(
        ElementCompleted(token=token.id, element=token.element, process=token.task_spec.process)
    )
    token.remove()


def _payload(token: Token) -> dict[str, Any]:
    return {} if token.local is None else dict(token.local.values)


def is_transaction(token: Token) -> bool:
    """Whether `token` is an activation of a transaction."""
    node = token.task_spec.node
    return isinstance(node, model.SubProcess) and node.transaction
