"""Compensation (BPMN 2.0.2 §10.7, §13.5.5): completed work is undone, the latest first, one activity after the other.

An activity is undone by the handler of its compensation event. A subprocess without one is undone from inside: by its
compensation event subprocess, else by undoing what it had completed, with the variables it had then; a called process
is undone like a subprocess (§13.3.4 gives both the same behaviour, §13.5.5 handlers to both). What is still
running is not undone but cancelled (§13.5.5), and a subprocess that ended without completing has no handler: of one that
a cancelled transaction ended only what it had completed is undone.

An error, a timer or whatever else interrupts an activity undoes nothing by itself (§10.3.5, "Note that other mechanisms
for interrupting a Transaction Sub-Process will not cause compensation"); who handles it may throw a compensation.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from engine.diagrams.model import BoundaryEvent, CallActivity, CompensateDefinition, FlowNode, Scope, SubProcess
from engine.execution import variables
from engine.execution.completed import Completed, Ended
from engine.execution.events import ElementCompleted, VariablesSet
from engine.execution.nodes.event_subprocess import EventSubProcessSpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.scope_instance import ScopeInstance
from engine.execution.token import COMPLETED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class Undo:
    """How one activity is undone: by `handler`, to which the compensation event `event` leads, or from `inside`."""

    def __init__(self) -> None:
        self.event: NodeSpec | None = None
        self.handler: NodeSpec | None = None
        self.inside: UndoSpec | None = None

    def remember(self, token: Token) -> None:
        """Keep what undoing the completed `token` takes; of one instance of several, with the activity around it."""
        inner, called = [] if token.inside is None else token.inside.completed_work, None
        if "ended" in token.internal_data:
            ended = msgspec.convert(token.internal_data["ended"], Ended)
            inner, called = ended.completed_work, ended.variables
        if self.handler is None and not inner and not self._undone_by_subprocess():
            return
        done = Completed(token.element, {} if token.local is None else dict(token.local.values), inner, called=called)
        if token.iteration:
            memory = token.parent.internal_data
            memory["completed"] = [*memory.get("completed", []), msgspec.to_builtins(done)]
        else:
            token.workflow.completed_work.append(done)

    def begin(self, compensator: Token, done: Completed) -> None:
        """Undo `done`; its last step tells the compensator."""
        handler = None if done.unfinished else self.handler
        spec: NodeSpec | None = handler or self.inside
        assert spec is not None
        if self.event is not None and handler is not None:
            event = Token(compensator.workflow, self.event, compensator)
            self.event.activate(event)
            event.instance.events.append(
                ElementCompleted(token=event.id, element=event.element, process=self.event.process)
            )
            event.remove()
        token = Token(compensator.workflow, spec, compensator)
        token.outer = compensator.scope
        if handler is None:
            token.internal_data = {"undo": msgspec.to_builtins(done.inside), "unfinished": done.unfinished}
            if done.called is not None:
                token.internal_data["called"] = dict(done.called)
        spec._update(token)

    def takes_back(self, ended: ScopeInstance) -> bool:
        """Whether something that `ended` did can be undone from inside."""
        return self.inside is not None and bool(ended.completed_work or self._undone_by_subprocess())

    def _undone_by_subprocess(self) -> bool:
        return self.inside is not None and self.inside.inside.compensation is not None


class UndoSpec(NodeSpec):
    """A subprocess or called process once more, to be undone from inside."""

    handles = True

    def __init__(self, scope: "ScopeSpec", node: FlowNode, inside: "ScopeSpec") -> None:
        super().__init__(scope, FlowNode(id=node.id, name=node.name), f"{node.id}#undo")
        self.inside = inside

    def start(self, token: Token) -> bool:
        scope = self._scope(token)
        token.inside = workflow = ScopeInstance(self.inside, token.instance, scope, token)
        completed = msgspec.convert(token.internal_data["undo"], list[Completed])
        if self.inside.compensation is None or token.internal_data["unfinished"]:
            self.inside.compensator.take_back(workflow, completed)
        else:
            workflow.completed_work = completed
            self.inside.compensation.begin(workflow, {})
        return False

    def _scope(self, token: Token) -> variables.Scope:
        """The variables it had: those of a called process are a root of their own."""
        called = token.internal_data.get("called")
        if called is None:
            return token.scope
        if called:
            token.instance.events.append(VariablesSet(scope=token.id, values=dict(called)))
        return variables.Scope(token.id, None, dict(called))


class CompensatorSpec(NodeSpec):
    """Undoes completed work in its scope; it stands for no element.

    `internal_data` holds what is `left`, last what is being undone now, what of the scope `around` an event subprocess follows, the
    token of the event that waits for the end (`notify`), and the token of the transaction that `cancels` with it.
    """

    def __init__(self, scope: "ScopeSpec") -> None:
        super().__init__(scope, FlowNode(id="", name=""), "#compensation")

    def take_back(
        self,
        workflow: ScopeInstance,
        completed: Sequence[Completed],
        *,
        around: Sequence[Completed] = (),
        notify: int = 0,
        cancels: int = 0,
    ) -> None:
        """Undo `completed`, which `workflow` forgets, and then what the scope `around` it has completed."""
        workflow.completed_work = [done for done in workflow.completed_work if done not in completed]
        token = Token(workflow, self)
        token._set_state(WAITING)
        token.internal_data = {
            "left": msgspec.to_builtins(completed),
            "around": msgspec.to_builtins(around),
            "notify": notify,
            "cancels": cancels,
        }
        self._next(token)

    def handled(self, token: Token) -> None:
        """One is undone; go on."""
        token.internal_data = {**token.internal_data, "left": token.internal_data["left"][:-1]}
        self._next(token)

    def _next(self, token: Token) -> None:
        left = token.internal_data["left"]
        if not left:
            self._end(token)
            return
        done = msgspec.convert(left[-1], Completed)
        token.local = variables.Scope(token.id, token.outer, dict(done.values)) if done.values else None
        self._wf_spec.undoes[done.element].begin(token, done)

    def _end(self, token: Token) -> None:
        workflow, instance, memory = token.workflow, token.instance, token.internal_data
        transaction = instance.tokens.get(memory["cancels"])
        if transaction is not None and workflow is not transaction.workflow:
            _leave(transaction)
            return
        token._set_state(COMPLETED)
        token.remove()
        event = instance.tokens.get(memory["notify"])
        if memory["around"] and workflow.owner is not None:
            outside = workflow.owner.workflow
            follows = msgspec.convert(memory["around"], list[Completed])
            still = [done for done in follows if done in outside.completed_work]
            outside.spec.compensator.take_back(outside, still, notify=memory["notify"])
        elif event is not None:
            event.proceed()
        if transaction is not None:
            _leave(transaction)
        else:
            workflow.end_if_empty()


def _leave(transaction: Token) -> None:
    """Leave the cancelled `transaction` by its cancel event once all it did is undone.

    Of several instances those that ran come first, each in its own scope, where its compensator stays until the others
    are ready, too; then those that had completed.
    """
    running = [one.inside for one in (transaction, *transaction.children) if one.inside is not None]
    if not all(inside.tasks and all(_undone(token) for token in inside.tasks.values()) for inside in running):
        return
    workflow = transaction.workflow
    completed = msgspec.convert(transaction.internal_data.pop("completed", []), list[Completed])
    if completed:
        workflow.spec.compensator.take_back(workflow, completed, cancels=transaction.id)
        return
    event = next(event for event in transaction.task_spec.catching if ("cancel", "") in event.catches)
    event.catch(transaction, {})


def _undone(token: Token) -> bool:
    return isinstance(token.task_spec, CompensatorSpec) and not token.internal_data["left"]


def compensate(workflow: ScopeInstance, activity: str, *, notify: int) -> list[Completed]:
    """Undo what a compensation thrown in `workflow` reaches, all of it or one `activity`; returns it, the latest last.

    It reaches what is completed beside the event: at the same level, and from an event subprocess also what the scope
    that this handles has completed (§10.5.5: "visible" is the own level, and from a compensation event subprocess that of
    the subprocess around it; §10.7.2: an inline handler triggers compensation for the subprocess that failed). What the
    event subprocess did itself came last, so it is undone first. No further scope is reached, neither through the event
    subprocess around an event subprocess nor out of an embedded subprocess.
    """
    own = [done for done in workflow.completed_work if activity in ("", done.element)]
    outside = workflow.owner.workflow if workflow.owner is not None else None
    around: list[Completed] = []
    if outside is not None and _handles_what_is_around(workflow) and activity not in workflow.spec.task_specs:
        around = [done for done in outside.completed_work if activity in ("", done.element)]
    if own:
        workflow.spec.compensator.take_back(workflow, own, around=around, notify=notify)
    elif around and outside is not None:
        outside.spec.compensator.take_back(outside, around, notify=notify)
    return [*around, *own]


def _handles_what_is_around(workflow: ScopeInstance) -> bool:
    return workflow.owner is not None and isinstance(workflow.owner.task_spec, EventSubProcessSpec)


def link(spec: "ScopeSpec", scope: Scope) -> None:
    """Tell every activity of the compiled scope `spec` how it is undone."""
    spec.compensator = CompensatorSpec(spec)
    for node in scope.nodes.values():
        if isinstance(node, BoundaryEvent) and isinstance(node.definition, CompensateDefinition):
            undo = _undo(spec, node.attached_to)
            undo.event = spec.task_specs[node.id]
            undo.handler = spec.task_specs[node.handler]
            undo.handler.handles = True
        elif isinstance(node, SubProcess) and spec.task_specs[node.id] is not spec.compensation:
            does = _worker(spec, node.id)
            _undo(spec, node.id).inside = UndoSpec(spec, node, does.inside)
        elif isinstance(node, CallActivity) and _worker(spec, node.id).inside is not None:
            _undo(spec, node.id).inside = UndoSpec(spec, node, _worker(spec, node.id).inside)


def _undo(spec: "ScopeSpec", element: str) -> Undo:
    undo = spec.undoes.setdefault(element, Undo())
    worker, around = _worker(spec, element), spec.task_specs[element]
    worker.undo = undo
    around.gathers = worker is not around
    return undo


def _worker(spec: "ScopeSpec", element: str) -> Any:
    """What does the activity's work: for several instances the spec of each."""
    return spec.task_specs.get(f"{element}#each") or spec.task_specs[element]
