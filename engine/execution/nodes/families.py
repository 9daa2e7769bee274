"""Which spec a node of the diagram compiles to."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engine.diagrams import model
from engine.diagrams.traversal import needs_all
from engine.execution.nodes.ad_hoc import AdHocSpec
from engine.execution.nodes.boundary import BoundarySpec
from engine.execution.nodes.catching import CatchEventSpec, ParallelStartSpec, StartEventSpec
from engine.execution.nodes.complex_gateway import ComplexGatewaySpec
from engine.execution.nodes.containers import CallActivitySpec, SubProcessSpec
from engine.execution.nodes.event_gateway import EventGatewaySpec
from engine.execution.nodes.event_subprocess import EventSubProcessSpec
from engine.execution.nodes.gateways import ExclusiveGatewaySpec
from engine.execution.nodes.jobs import ServiceTaskSpec
from engine.execution.nodes.joins import InclusiveGatewaySpec, ParallelGatewaySpec
from engine.execution.nodes.links import LinkThrowSpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.rules import BusinessRuleTaskSpec, ScriptTaskSpec
from engine.execution.nodes.tasks import PlainTaskSpec, ReceiveTaskSpec, SendTaskSpec
from engine.execution.nodes.throwing import ThrowSpec
from engine.execution.nodes.user_task import UserTaskSpec

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec

TASKS: dict[type[model.FlowNode], Callable[..., NodeSpec]] = {
    model.PlainTask: PlainTaskSpec,
    model.SendTask: SendTaskSpec,
    model.ReceiveTask: ReceiveTaskSpec,
    model.UserTask: UserTaskSpec,
    model.ServiceTask: ServiceTaskSpec,
    model.BusinessRuleTask: BusinessRuleTaskSpec,
    model.ScriptTask: ScriptTaskSpec,
    model.SubProcess: SubProcessSpec,
    model.AdHocSubProcess: AdHocSpec,
}

EVENTS_AND_GATEWAYS: dict[type[model.FlowNode], Callable[..., NodeSpec]] = {
    model.StartEvent: StartEventSpec,
    model.IntermediateCatchEvent: CatchEventSpec,
    model.IntermediateThrowEvent: ThrowSpec,
    model.EndEvent: ThrowSpec,
    model.BoundaryEvent: BoundarySpec,
    model.ExclusiveGateway: ExclusiveGatewaySpec,
    model.InclusiveGateway: InclusiveGatewaySpec,
    model.ParallelGateway: ParallelGatewaySpec,
    model.EventBasedGateway: EventGatewaySpec,
    model.ComplexGateway: ComplexGatewaySpec,
}


def node_spec(spec: "ScopeSpec", node: model.FlowNode, called: "Mapping[str, ScopeSpec]") -> NodeSpec:
    """What `node` does. A repeated activity's own work gets the name `<id>#each`; its body has the id."""
    if isinstance(node, model.IntermediateThrowEvent) and isinstance(node.definition, model.LinkDefinition):
        return LinkThrowSpec(spec, node)
    if isinstance(node, model.StartEvent) and needs_all(node) and _starts_the_process(spec, node):
        return ParallelStartSpec(spec, node)
    if isinstance(node, model.SubProcess) and node.triggered_by_event:
        return EventSubProcessSpec(spec, node)
    repeated = isinstance(node, model.Activity) and (node.multi_instance is not None or node.loop is not None)
    name = f"{node.id}#each" if repeated else ""
    if isinstance(node, model.CallActivity):
        return CallActivitySpec(spec, node, called.get(node.process), name)
    if isinstance(node, model.Activity):
        return TASKS[type(node)](spec, node, name)
    return EVENTS_AND_GATEWAYS[type(node)](spec, node)


def _starts_the_process(spec: "ScopeSpec", node: model.StartEvent) -> bool:
    return spec.definition.process.scope.nodes.get(node.id) is node
