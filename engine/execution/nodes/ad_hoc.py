"""Ad-hoc subprocesses (BPMN 2.0.2 §10.3.5, §13.3.5): somebody, or an expression, chooses which steps run."""

from typing import TYPE_CHECKING

from engine.diagrams.model import (
    Activity,
    AdHocSubProcess,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    SubProcess,
)
from engine.execution.events import AdHocClosed, AdHocOpened
from engine.execution.expressions import Formula, FormulaGroup, formula, shown
from engine.execution.nodes.containers import SubProcessSpec
from engine.execution.nodes.user_task import group, names
from engine.execution.open_work import OpenAdHoc
from engine.execution.scope_instance import ScopeInstance
from engine.execution.standstill import Standstill
from engine.execution.token import ACTIVE, Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


def choices(node: AdHocSubProcess) -> list[str]:
    """The steps that may be started: activities and intermediate events to which no flow leads."""
    return [inner.id for inner in node.scope.nodes.values() if _may_be_chosen(inner)]


def _may_be_chosen(node: FlowNode) -> bool:
    if node.incoming or not isinstance(node, Activity | IntermediateCatchEvent | IntermediateThrowEvent):
        return False
    if isinstance(node, SubProcess) and node.triggered_by_event:
        return False
    return not (isinstance(node, Activity) and node.for_compensation)


class AdHocSpec(SubProcessSpec):
    """Is open while somebody may still choose; then it waits, if at all, for what is running."""

    asks_to_end = True

    def __init__(self, scope: "ScopeSpec", node: AdHocSubProcess, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.ad_hoc = node
        self.startable = choices(node)
        self.completion = FormulaGroup([Formula(node.completion)]) if node.completion else None
        self.post = node.post if node.candidate_groups is None else None
        unit = None if self.post is None else self.post.unit
        self.asked = FormulaGroup([formula(node.active_elements), formula(node.candidate_groups), formula(unit)])
        self.by_itself = node.completion is None and node.active_elements is not None
        self.by_hand = node.completion is None and node.active_elements is None

    def offer(self, token: Token) -> tuple[OpenAdHoc, list[str]]:
        """What would be offered now, and what would start by itself. Raises Standstill."""
        active, groups, unit = self.asked.evaluate(token.scope, token.instance.now)
        if self.post is not None:
            groups = [group(self.post, unit)]
        chosen = self._elements(active)
        candidates = names(groups, "candidate groups")
        return OpenAdHoc(token.id, self.element, self.process, self.startable, candidates, self.by_hand), chosen

    def start(self, token: Token) -> bool:
        assert self.inside is not None
        instance = token.instance
        record, chosen = self.offer(token)
        instance.open.ad_hoc[token.id] = record
        instance.events.append(
            AdHocOpened(
                token=token.id,
                element=self.element,
                process=self.process,
                choices=record.choices,
                candidate_groups=record.candidate_groups,
                by_hand=record.by_hand,
            )
        )
        token.inside = workflow = ScopeInstance(self.inside, instance, token.scope, token)
        workflow.open_listeners()
        for element in chosen:
            self.inside.task_specs[element].arrive(workflow, "")
        if self.by_itself and not chosen:
            workflow.end_if_empty()
        return False

    def may_start(self, token: Token) -> bool:
        """Whether another step may be started now."""
        assert token.inside is not None
        running = any(not other.idle for other in token.inside.tasks.values())
        return not (self.ad_hoc.sequential and running)

    def may_end(self, workflow: ScopeInstance) -> bool:
        """Whether the empty scope is complete: choices are over, or there is nothing to choose by."""
        token = workflow.owner
        assert token is not None
        if token.id not in token.instance.open.ad_hoc:
            return True
        if not self.by_itself:
            return False
        _close(token)
        return True

    def step_completed(self, token: Token) -> None:
        """Ask the completion condition before anything else goes on."""
        if self.completion is not None and token.id in token.instance.open.ad_hoc:
            token.instance.agenda.appendleft(token)

    def end(self, token: Token) -> None:
        """Offer no more choices; cancel or wait for what is running."""
        assert token.inside is not None
        _close(token)
        if self.ad_hoc.cancel_remaining:
            token.inside.cancel_tokens()
        token.inside.end_if_empty()

    def _run_hook(self, token: Token) -> bool:
        if token.phase != ACTIVE:
            return bool(super()._run_hook(token))
        if self.completion is not None and token.id in token.instance.open.ad_hoc:
            (holds,) = self.completion.evaluate(token.scope, token.instance.now, "condition")
            if not isinstance(holds, bool):
                raise Standstill("condition", f"The completion condition must be true or false, but is {shown(holds)}.")
            if holds:
                self.end(token)
        return False

    def _elements(self, active: object) -> list[str]:
        if self.ad_hoc.active_elements is None:
            return []
        if not isinstance(active, list) or not all(element in self.startable for element in active):
            raise Standstill(
                "expression",
                f"The steps to start must be a list of {', '.join(self.startable)}, but are {shown(active)}.",
                {"value": shown(active)},
            )
        if self.ad_hoc.sequential and len(active) > 1:
            raise Standstill("expression", f"One step at a time may run, but {shown(active)} are to start.")
        return active


def _close(token: Token) -> None:
    del token.instance.open.ad_hoc[token.id]
    token.instance.events.append(AdHocClosed(token=token.id, outcome="completed"))
