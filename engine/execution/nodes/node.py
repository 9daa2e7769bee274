"""What all flow nodes share: the steps of an activation, mappings, boundary events and outgoing flows.

SpiffWorkflow calls a spec's hooks: `_update` makes a token ready, `_run_hook` runs it, `_on_complete` moves on,
`_on_cancel` cleans up. A family overrides `start`, and `choose` or `arrive` where it is a gateway.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from SpiffWorkflow.specs.base import TaskSpec

from engine.diagrams.model import Activity, FlowNode
from engine.execution.completed import gather
from engine.execution.condition_watch import watch
from engine.execution.conditions import Conditions
from engine.execution.data_sets import InputSets, OutputSets
from engine.execution.events import ElementActivated, ElementCompleted
from engine.execution.limits import FLOWS_PER_COMMAND
from engine.execution.mappings import Mappings
from engine.execution.nodes.data_stores import StoreReader, StoreWriter, write
from engine.execution.standstill import Standstill
from engine.execution.token import (
    ACTIVE,
    ARRIVED,
    COMPLETED,
    ENTERING,
    FINISHING,
    GUARDING,
    LEAVING,
    STARTED,
    STARTING,
    WAITING,
    Token,
)
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.flows import Flow
    from engine.execution.nodes.arms import ArmSpec
    from engine.execution.nodes.boundary import BoundarySpec
    from engine.execution.nodes.compensation import Undo
    from engine.execution.nodes.multi_instance import MultiInstanceSpec
    from engine.execution.nodes.waits import ConditionTrigger, Wait
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class NodeSpec(TaskSpec):  # type: ignore[misc]  # SpiffWorkflow ships no types
    """One flow node, compiled.

    `guards` are its boundary events that wait beside it, `catching` those that catch what is thrown. `body` is the
    multi-instance body when this spec is what each of its instances does; `host` the activity a boundary event stands on.
    A node `rests` in WAITING when events move it and in STARTED when work does. `watched` is the condition that its
    waiting tokens wait for. A node that `listens` waits for an event subprocess to begin. `undo` is how the work of its
    tokens is undone, which it `gathers` from instances; one that `handles` compensation tells its parent when it is done.
    One that `asks_to_end` decides itself when the empty scope inside it is complete. One that `multiplies` makes so many
    tokens more than it takes, because it `gives` several to each flow.
    """

    rests: ClassVar[int] = STARTED
    reacts: ClassVar[bool] = False
    listens = False
    asks_to_end = False
    multiplies = 0
    gathers = False
    awaits_more = False
    handles = False
    watched: "ConditionTrigger | None" = None
    _wf_spec: "ScopeSpec"

    def __init__(self, scope: "ScopeSpec", node: FlowNode, name: str = "") -> None:
        super().__init__(scope, name or node.id)
        self.node = node
        self.element = node.id
        self.process = scope.process
        self.definition = scope.definition
        self.inputs_mapped = Mappings(node.inputs, merge=False) if node.inputs else None
        self.input_sets = InputSets(node) if node.input_sets else None
        if self.input_sets is not None:
            self.watched = self.input_sets.watched
        self.output_sets = OutputSets(node) if node.output_sets else None
        self.outputs_mapped = Mappings(node.outputs, merge=True) if node.outputs else None
        self.reader = StoreReader(node.reads) if node.reads else None
        self.writer = StoreWriter(node.writes) if node.writes else None
        self.guards: list[BoundarySpec] = []
        self.catching: list[BoundarySpec] = []
        self.flows: list[Flow] = []
        self.body: MultiInstanceSpec | None = None
        self.host: NodeSpec | None = None
        self.default = node.default if isinstance(node, Activity) else ""
        self.gives = node.completion_quantity if isinstance(node, Activity) else 1
        self.choices: Conditions | None = None
        self.undo: Undo | None = None

    # --- what a family defines

    def link(self) -> None:
        """Called once when all specs and flows of the scope are there."""
        if self.default or any(flow.condition is not None for flow in self.flows):
            self.choices = Conditions(self.flows, self.default)
        if (self.choices is None and len(self.flows) > 1) or self.gives > 1:
            self.multiplies += self.gives * len(self.flows) - 1
        self.multiplies += len(self.guards)

    def start(self, token: Token) -> bool:
        """Begin the node's work; True when it is already done. May raise Standstill, having changed nothing."""
        return True

    def choose(self, token: Token) -> "list[Flow]":
        """The flows to leave by. May raise Standstill."""
        return self.flows if self.choices is None else self.choices.every(token)

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        """A token comes in by the flow with the id `flow`."""
        self._update(Token(workflow, self))

    def happen(self, token: Token, again: "Wait | None", result: Mapping[str, Any]) -> None:
        """What the waiting `token` waits for has come, with the variables `result`; `again` is how to wait anew."""
        if token.phase == ENTERING:
            token._set_state(STARTED)
            token.instance.agenda.append(token)
        else:
            token.proceed(result)

    def arm_happened(self, owner: Token, arm: "ArmSpec", again: "Wait | None", result: Mapping[str, Any]) -> None:
        """One of several things that `owner` waits for has come."""
        raise NotImplementedError

    def sight(self, token: Token) -> Scope:
        """From where the condition of the waiting `token` is seen."""
        return token.scope

    # --- the steps of an activation

    def activate(self, token: Token) -> None:
        """Say that the token entered the element."""
        token.phase = ENTERING
        token.instance.events.append(
            ElementActivated(
                token=token.id,
                element=self.element,
                process=self.process,
                scope=token.workflow.number if not token.iteration else token._parent or 0,
                iteration=token.iteration,
            )
        )

    def _predict(self, *_: Any, **__: Any) -> None:
        """Nothing is predicted: tokens exist when they get there."""

    def _update_hook(self, token: Token) -> bool:
        return True

    def _on_ready(self, token: Token) -> None:
        """Tokens are put on the agenda by `Token._ready`."""

    def _run_hook(self, token: Token) -> bool:
        if token.phase <= STARTING and not self._begin(token):
            return False
        if token.phase == FINISHING:
            self.finish(token)
            token.phase = LEAVING
        if token.phase != LEAVING:
            return False
        if self.body is None:
            token.leaving = self.choose(token)
            if self.gives > 1:
                token.leaving = [flow for flow in token.leaving for _ in range(self.gives)]
        else:
            token.ends_loop = self.body.collect(token)
        return True

    def _begin(self, token: Token) -> bool:
        if token.phase == ARRIVED:
            self.activate(token)
        workflow = token.workflow
        if workflow.steps > FLOWS_PER_COMMAND and workflow.epoch == token.instance.epoch:
            raise _runaway(self.element)
        token.instance.check_room(self.element, self.multiplies)
        if token.phase == ENTERING and not self._enter(token):
            return False
        if token.phase == GUARDING:
            if self.guards:
                self.open_guards(token)
            token.phase = STARTING
            if token.instance.conditions_met:
                watch(token.instance)
                if token._state >= COMPLETED:
                    return False
        token.phase = ACTIVE
        try:
            done = self.start(token)
        except Standstill:
            token.phase = STARTING
            raise
        if done:
            token.phase = FINISHING
        elif token._state < COMPLETED:
            token._set_state(self.rests)
        return done

    def _enter(self, token: Token) -> bool:
        """Take in what the step begins with; False while rows of data stores are still to come."""
        if self.reader is not None and token.rows is None:
            self.reader.ask(token)
            token._set_state(STARTED)
            return False
        if self.inputs_mapped is not None and not self._take_inputs(token, self.inputs_mapped):
            return False
        token.phase = GUARDING
        return True

    def _take_inputs(self, token: Token, mappings: Mappings) -> bool:
        """Create the local variables of the input mappings. Rows that a failure leaves unused are read anew; without rows
        it waits, and gives False, until its data are there."""
        now = token.instance.now
        scope = token.scope if self.reader is None else self.reader.staged(token)
        if self.input_sets is not None:
            number = self.input_sets.first(scope, now)
            if number is None:
                if self.reader is not None:
                    raise self.input_sets.lack(scope, now)
                self.input_sets.wait(token)
                return False
            mappings = self.input_sets.sets[number].mappings
            if self.output_sets is not None:
                token.internal_data = {**token.internal_data, "begun_with": number}
        token.instance.set_local(token, mappings.evaluate(scope, now))
        return True

    def in_vain(self, token: Token) -> Standstill:
        """What to say of `token`, whose condition nothing can make true any more."""
        if token.phase == ENTERING and self.input_sets is not None:
            return self.input_sets.lack(token.scope, token.instance.now)
        return Standstill("deadlock", "It waits for a condition that nothing can make true any more.", {})

    def open_guards(self, token: Token) -> None:
        """Let the boundary events wait beside the activity: all of them, or none when one cannot."""
        prepared = [(guard, guard.prepare(token)) for guard in self.guards]
        for guard, wait in prepared:
            guard.open_beside(token, wait)

    def finish(self, token: Token) -> None:
        """Assign what came in and what the output mappings make of it. What came in is kept when a mapping fails."""
        instance = token.instance
        outputs = self.outputs_mapped
        if token.result is not None:
            if outputs is None:
                instance.assign(token.scope, token.result)
            else:
                instance.set_local(token, token.result)
            token.result = None
        if self.output_sets is not None:
            begun_with = token.internal_data.get("begun_with", 0)
            outputs = self.output_sets.complete(begun_with, token.scope, instance.now)
        values = {} if outputs is None else outputs.evaluate(token.scope, instance.now)
        rows = [] if self.writer is None else self.writer.prepare(Scope(token.id, token.scope, values), instance.now)
        if outputs is not None:
            instance.assign(token.scope if self.body is not None else token.outer, values)
        write(token, rows)

    def _on_complete(self, token: Token) -> None:
        for child in token.children:
            child.cancel()
        workflow = token.workflow
        token.instance.events.append(ElementCompleted(token=token.id, element=self.element, process=self.process))
        if self.undo is not None:
            self.undo.remember(token)
        if self.body is not None:
            self.body.instance_completed(token, holds=token.ends_loop)
            return
        if self.gathers:
            gather(token)
        compensator = token.parent if self.handles and token._parent is not None else None
        token.remove()
        for flow in token.leaving:
            flow.take(workflow)
        if compensator is not None:
            compensator.task_spec.handled(compensator)
        owner = workflow.owner
        if owner is not None and owner.task_spec.asks_to_end and isinstance(self.node, Activity):
            owner.task_spec.step_completed(owner)
        if not workflow.tasks or workflow.spec.listeners:
            workflow.end_if_empty()

    def _on_cancel(self, token: Token) -> None:
        """Families that keep something elsewhere forget it here."""


class WaitingNodeSpec(NodeSpec):
    """A node that events move."""

    rests = WAITING


def local_scope(token: Token, values: Mapping[str, Any]) -> Scope:
    """Assign `values` in the token's own scope, which is opened when it has none."""
    if token.local is None:
        token.local = Scope(token.id, token.outer)
    token.local.assign(values)
    return token.local


def _runaway(element: str) -> Standstill:
    return Standstill(
        "runaway",
        f"More than {FLOWS_PER_COMMAND} sequence flows were taken in one go without anything to wait for.",
        {"limit": str(FLOWS_PER_COMMAND), "element": element},
    )
