"""Looks at every activation of a case before anything is moved: where it goes, what changes there, what is in the way."""

from collections.abc import Callable, Mapping

from engine.diagrams import feel
from engine.errors import Obstacle
from engine.execution.instance import Instance
from engine.execution.migration import joins, undoing, waiting, working
from engine.execution.migration.correspondence import Correspondence, incoming, repeated, sort
from engine.execution.nodes.ad_hoc import AdHocSpec
from engine.execution.nodes.arms import ArmSpec
from engine.execution.nodes.arrivals import ArrivalsSpec
from engine.execution.nodes.boundary import BoundarySpec
from engine.execution.nodes.compensation import UndoSpec
from engine.execution.nodes.containers import CallActivitySpec
from engine.execution.nodes.event_gateway import EventGatewaySpec
from engine.execution.nodes.event_subprocess import ListenerSpec
from engine.execution.nodes.joins import JoinSpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.reacting import ReactingSpec
from engine.execution.nodes.throwing import is_transaction
from engine.execution.program import Program
from engine.execution.scope_instance import ScopeInstance
from engine.execution.scope_spec import ScopeSpec
from engine.execution.standstill import Standstill
from engine.execution.token import ARRIVED, STARTING, Token


def obstacles(instance: Instance, program: Program, elements: Mapping[str, str], now: int) -> list[Obstacle]:
    """What keeps `instance` from going on by `program`; nothing is changed. `now` is in milliseconds since 1970."""
    return Survey(instance, program, elements, now).obstacles


class Survey:
    """What a migration of `instance` to `program` does and what is in its way.

    `scopes` and `moves` tell where every running scope and token goes, `withdrawn` are the waiting tokens of events that
    the new version lacks, `changes` what is done once all stands in the new version.
    """

    def __init__(self, instance: Instance, program: Program, elements: Mapping[str, str], now: int) -> None:
        self.instance = instance
        self.now = now
        self.same = Correspondence(elements, program)
        self.obstacles: list[Obstacle] = []
        self.scopes: list[tuple[ScopeInstance, ScopeSpec]] = []
        self.moves: list[tuple[Token, NodeSpec]] = []
        self.withdrawn: dict[int, Token] = {}
        self.changes: list[Callable[[], None]] = []
        self._taken: dict[tuple[int, str], NodeSpec] = {}
        before, instance.now = instance.now, now
        try:
            with feel.using(program.scope.definition.calendar):
                self._scope(instance.workflow, program.scope)
        finally:
            instance.now = before
        if not self.obstacles:
            for workflow, spec in self.scopes:
                self.obstacles += joins.never_complete(workflow, spec, self.same)

    def refuse(self, code: str, spec: NodeSpec, token: int = 0, **details: str) -> None:
        """Note that `spec` is in the way."""
        node = spec.node
        self.obstacles.append(Obstacle(code, token, spec.element, spec.process, node.name, details, node.name_en))

    def prepare(self, token: Token, spec: NodeSpec, evaluate: Callable[[], Callable[[], None] | None]) -> None:
        """Have `evaluate` find what is to be changed; what the data of the case do not give is in the way."""
        try:
            change = evaluate()
        except Standstill as reason:
            self.refuse("not_evaluated", spec, token.id, reason=reason.message)
            return
        if change is not None:
            self.changes.append(change)

    def _scope(self, workflow: ScopeInstance, spec: ScopeSpec) -> None:
        self.scopes.append((workflow, spec))
        undoing.completed_work(self, workflow, spec)
        for token in list(workflow.tasks.values()):
            self._token(token, spec)
        self._added_listeners(workflow, spec)

    def _token(self, token: Token, scope: ScopeSpec) -> None:
        old, new = token.task_spec, scope.task_specs.get(self.same.name(token.task_spec))
        if token._parent in self.withdrawn:
            return
        if isinstance(old, ArmSpec):
            if new is not None:
                self.moves.append((token, new))
            return
        if isinstance(old, ReactingSpec) and token.phase == ARRIVED:
            if not self._waits_on(token, old, new):
                self.withdrawn[token.id] = token
                return
        elif not self._stands(token, old, new, scope):
            return
        assert new is not None
        self.moves.append((token, new))
        waiting.rewait(self, token, old, new)
        working.adapt(self, token, old, new)
        undoing.memory(self, token, new)
        if token.phase >= STARTING:
            self._added_guards(token, old, new)
        if token.inside is not None:
            self._inside(token, old, new)

    def _waits_on(self, token: Token, old: ReactingSpec, new: NodeSpec | None) -> bool:
        """Whether the event that waits beside something is still there, beside the same thing, and of its sort."""
        if type(new) is not type(old) or not isinstance(new, ReactingSpec):
            return False
        if isinstance(old, BoundarySpec) and isinstance(new, BoundarySpec):
            assert old.host is not None
            assert new.host is not None
            if self.same.name(old.host) != new.host.name:
                return False
        return waiting.sort_of(old) == waiting.sort_of(new)

    def _stands(self, token: Token, old: NodeSpec, new: NodeSpec | None, scope: ScopeSpec) -> bool:
        """Whether the place of `token` exists as it is; says what is in the way."""
        if not old.element:
            return new is not None
        before = len(self.obstacles)
        was = token.workflow.spec.task_specs[old.element].node
        there = scope.task_specs.get(self.same.element(old.process, old.element))
        if there is None or repeated(was) != repeated(there.node):
            if old.body is not None:
                return False  # the activity around the instances is in the way
            gone = "moved_scope" if self.same.somewhere(old) else "removed"
            self.refuse(gone if there is None else "loop_changed", old, token.id)
        elif sort(was) != sort(there.node) or (new is not None and type(new) is not type(old)):
            self.refuse("other_kind", old, token.id, new=f"“{there.node.name or there.element}”")
        elif new is None:
            self.refuse("compensation_gone" if isinstance(old, UndoSpec) else "join_changed", old, token.id)
        else:
            self._obstacles_at(token, old, new, scope)
        return len(self.obstacles) == before

    def _obstacles_at(self, token: Token, old: NodeSpec, new: NodeSpec, scope: ScopeSpec) -> None:
        joins = token.workflow.joins.get(old.name) is token
        lone = joins or token.inside is not None or token.children
        if self._taken.setdefault((token.workflow.number, new.name), old) is not old and lone:
            self.refuse("two_in_one", old, token.id, new=f"“{new.node.name or new.element}”")
        found = {
            "transaction": is_transaction(token) and token.inside is not None,
            "join_changed": joins and not self._joins(old, new, scope),
            "arms_changed": isinstance(old, EventGatewaySpec) and self._arms(old) != self._arms(new, is_new=True),
            "call_changed": _called(old) != _called(new) and token.inside is not None,
            "ending_changed": _ending(old) != _ending(new) and token.inside is not None,
            "event_changed": waiting.begun(token) and waiting.definition_of(old) != waiting.definition_of(new),
            "data_changed": waiting.needs_data(token) and waiting.data(old) != waiting.data(new),
        }
        for code, is_so in found.items():
            if is_so:
                self.refuse(code, old, token.id)

    def _joins(self, old: NodeSpec, new: NodeSpec, scope: ScopeSpec) -> bool:
        if isinstance(old, ArrivalsSpec) and isinstance(new, ArrivalsSpec):
            return old.needed == new.needed
        if not isinstance(old, JoinSpec):
            return True
        flows = incoming(old, old._wf_spec)
        moved = {flow: self.same.element(old.process, source) for flow, source in flows.items()}
        return moved == incoming(new, scope)

    def _arms(self, gateway: NodeSpec, *, is_new: bool = False) -> list[tuple[str, str, str]]:
        """The flows to the events behind a gateway, and what each waits for."""
        found = []
        for flow in gateway.flows:
            name = flow.target.name if is_new else self.same.name(flow.target)
            found.append((flow.id, name, repr(waiting.definition_of(flow.target))))
        return sorted(found)

    def _inside(self, token: Token, old: NodeSpec, new: NodeSpec) -> None:
        assert token.inside is not None
        inner: ScopeSpec | None = getattr(new, "inside", None)
        if inner is None:
            self.refuse("other_kind", old, token.id, new=f"“{new.node.name or new.element}”")
            return
        self._scope(token.inside, inner)

    def _added_guards(self, host: Token, old: NodeSpec, new: NodeSpec) -> None:
        """Let the boundary events wait that the version before did not have beside the active `host`."""
        known = {self.same.name(guard): guard for guard in old.guards}
        beside = [child for child in host.children if isinstance(child.task_spec, BoundarySpec)]
        for guard in new.guards:
            earlier = known.get(guard.name)
            waits = [child for child in beside if child.task_spec is earlier]
            if earlier is not None and (not waits or self._waits_on(waits[0], earlier, guard)):
                continue

            def opened(guard: BoundarySpec = guard) -> Callable[[], None]:
                waits = guard.prepare(host)
                return lambda: guard.open_beside(host, waits)

            self.prepare(host, guard, opened)

    def _added_listeners(self, workflow: ScopeInstance, spec: ScopeSpec) -> None:
        """Let the event subprocesses wait that the version before did not have in the running scope `workflow`."""
        owner = workflow.owner
        if owner is not None and isinstance(owner.task_spec, UndoSpec):
            return
        known = {self.same.name(listener): listener for listener in workflow.spec.listeners}
        begun = {token.task_spec for token in workflow.tasks.values()}
        if any(listener.interrupting and listener.subprocess in begun for listener in known.values()):
            return
        for listener in spec.listeners:
            earlier = known.get(listener.name)
            waits = [token for token in workflow.tasks.values() if token.task_spec is earlier]
            if earlier is not None and (not waits or waits[0].id not in self.withdrawn):
                continue

            def opened(listener: ListenerSpec = listener) -> Callable[[], None]:
                waits = listener.arms.prepare(workflow.scope, self.now)
                return lambda: listener.open(Token(workflow, listener), waits)

            place = next(iter(workflow.tasks.values()), None)
            if place is not None:
                self.prepare(place, listener, opened)


def _called(spec: NodeSpec) -> str:
    return spec.call.process if isinstance(spec, CallActivitySpec) and spec.inside is not None else ""


def _ending(spec: NodeSpec) -> tuple[bool, ...]:
    return (spec.by_hand, spec.by_itself) if isinstance(spec, AdHocSpec) else ()
