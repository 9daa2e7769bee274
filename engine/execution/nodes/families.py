"""Which spec a node of the diagram compiles to."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.diagrams import model
from engine.execution.nodes.boundary import BoundarySpec
from engine.execution.nodes.catching import CatchEventSpec, StartEventSpec
from engine.execution.nodes.containers import CallActivitySpec, SubProcessSpec
from engine.execution.nodes.gateways import ExclusiveGatewaySpec
from engine.execution.nodes.jobs import ServiceTaskSpec
from engine.execution.nodes.joins import InclusiveGatewaySpec, ParallelGatewaySpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.rules import BusinessRuleTaskSpec, ScriptTaskSpec
from engine.execution.nodes.throwing import ErrorEndSpec, MessageThrowSpec, NoneThrowSpec, TerminateEndSpec
from engine.execution.nodes.user_task import UserTaskSpec

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec

TASKS: dict[type[model.FlowNode], Callable[..., NodeSpec]] = {
    model.UserTask: UserTaskSpec,
    model.ServiceTask: ServiceTaskSpec,
    model.BusinessRuleTask: BusinessRuleTaskSpec,
    model.ScriptTask: ScriptTaskSpec,
    model.SubProcess: SubProcessSpec,
}

EVENTS_AND_GATEWAYS: dict[type[model.FlowNode], Callable[..., NodeSpec]] = {
    model.StartEvent: StartEventSpec,
    model.IntermediateCatchEvent: CatchEventSpec,
    model.BoundaryEvent: BoundarySpec,
    model.ExclusiveGateway: ExclusiveGatewaySpec,
    model.InclusiveGateway: InclusiveGatewaySpec,
    model.ParallelGateway: ParallelGatewaySpec,
}


def node_spec(spec: "ScopeSpec", node: model.FlowNode, called: "Mapping[str, ScopeSpec]") -> NodeSpec:
    """What `node` does. A multi-instance activity's own work gets the name `<id>#each`; its body has the id."""
    if isinstance(node, model.EndEvent | model.IntermediateThrowEvent):
        return _throwing(spec, node)
    repeated = isinstance(node, model.Activity) and node.multi_instance is not None
    name = f"{node.id}#each" if repeated else ""
    if isinstance(node, model.CallActivity):
        return CallActivitySpec(spec, node, called.get(node.process), name)
    if isinstance(node, model.Activity):
        return TASKS[type(node)](spec, node, name)
    return EVENTS_AND_GATEWAYS[type(node)](spec, node)


def _throwing(spec: "ScopeSpec", node: Any) -> NodeSpec:
    definition = node.definition
    if isinstance(definition, model.MessageDefinition):
        return MessageThrowSpec(spec, node, definition)
    if isinstance(definition, model.ErrorDefinition):
        return ErrorEndSpec(spec, node, definition)
    if isinstance(definition, model.TerminateDefinition):
        return TerminateEndSpec(spec, node)
    return NoneThrowSpec(spec, node)
