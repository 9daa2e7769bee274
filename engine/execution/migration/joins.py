"""Joins that the case could never fill: it has passed the split that a branch of the new version comes from.

The control flow of the scope is a net; tokens walk through it from where the case stands. A node that then waits forever,
though in the new version nothing waits there from its start, nor in the old version from where the case stands, would be
the migration's doing.
"""

from dataclasses import replace
from functools import lru_cache

from engine.diagrams.model import Scope, SubProcess
from engine.diagrams.net import Net, explore, translate
from engine.errors import Obstacle
from engine.execution.migration.correspondence import Correspondence
from engine.execution.nodes.joins import JoinSpec
from engine.execution.scope_instance import ScopeInstance
from engine.execution.scope_spec import ScopeSpec
from engine.execution.token import ARRIVED, Token

_MARKINGS = 500
"""More than these are not looked at: then nothing is said."""

Marking = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
"""Tokens by element, each with what a join holds by flow."""


def never_complete(workflow: ScopeInstance, spec: ScopeSpec, same: Correspondence) -> list[Obstacle]:
    """The joins of the running scope `workflow` that would wait forever in `spec`."""
    if not any(isinstance(one, JoinSpec) and len(one.node.incoming) > 1 for one in spec.task_specs.values()):
        return []
    old_scope, new_scope = drawn(workflow.spec), drawn(spec)
    if old_scope is None or new_scope is None:
        return []
    tokens = [token for token in workflow.tasks.values() if _walks(token)]
    before = tuple(sorted((token.element, _held(token)) for token in tokens))
    after = tuple(sorted((same.element(workflow.spec.process, token.element), _held(token)) for token in tokens))
    was = {same.element(workflow.spec.process, node) for node, _ in _waiting(_Drawn(old_scope), before) or ()}
    found = []
    for node, missing in _waiting(_Drawn(new_scope), after) or ():
        if node in was:
            continue
        place = spec.task_specs[node]
        token = next((one for one in workflow.tasks.values() if workflow.joins.get(one.task_spec.name) is one), None)
        names = ", ".join(_source(new_scope, flow) for flow in missing)
        found.append(
            Obstacle(
                "join_never_completes",
                token.id if token is not None and token.element == node else 0,
                node,
                spec.process,
                place.node.name,
                {"missing": names},
                place.node.name_en,
            )
        )
    return found


def drawn(spec: ScopeSpec) -> Scope | None:
    """What the diagram shows of a compiled scope."""
    scope: Scope | None = spec.definition.process.scope
    for part in spec.name.split("/")[1:]:
        node = scope.nodes.get(part) if scope is not None else None
        scope = node.scope if isinstance(node, SubProcess) else None
    return scope


class _Drawn:
    """A scope by identity, as a key."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __hash__(self) -> int:
        return id(self.scope)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and other.scope is self.scope


@lru_cache(maxsize=256)
def _net(scope: _Drawn) -> Net:
    return translate(scope.scope)


@lru_cache(maxsize=1024)
def _waiting(scope: _Drawn, marking: Marking | None) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """The nodes that may wait forever from `marking` on and do not from the start, with the flows that they lack.

    None where that cannot be told.
    """
    net = _net(scope)
    starting: set[str] = set()
    if marking is not None:
        fresh = _waiting(scope, None)
        if fresh is None or net.beyond:
            return None
        starting = {node for node, _ in fresh}
        places = _places(net, marking)
        if places is None:
            return None
        net = replace(net, starts=(places,))
    seen = explore(net, _MARKINGS)
    if not seen.complete:
        return None
    return tuple(
        (node, tuple(net.flows[place] for place in sorted(places)))
        for node, places in sorted(seen.waiting.items())
        if node not in starting
    )


def _places(net: Net, marking: Marking) -> tuple[int, ...] | None:
    """The marking of the net; None where a token stands in a node that has begun to act."""
    steps = {step.node: step for step in net.steps}
    flows = {flow: place for place, flow in enumerate(net.flows) if flow}
    found: list[int] = []
    for element, held in marking:
        step = steps.get(element)
        if step is None or (not held and step.entry != "each"):
            return None
        if held:
            found += [flows[flow] for flow, count in held for _ in range(count) if flow in flows]
        else:
            found += [step.before[0]] * step.at_once
    return tuple(sorted(found))


def _walks(token: Token) -> bool:
    """Whether it is one of the tokens that flows carry, and not what waits beside one."""
    return token._parent is None and token.phase != ARRIVED and bool(token.element) and "#" not in token.task_spec.name


def _held(token: Token) -> tuple[tuple[str, int], ...]:
    if token.workflow.joins.get(token.task_spec.name) is not token:
        return ()
    return tuple(sorted((flow, count) for flow, count in token.internal_data.items() if isinstance(count, int)))


def _source(scope: Scope, flow: str) -> str:
    found = scope.flows.get(flow)
    node = scope.nodes.get(found.source) if found is not None else None
    return (node.name or node.id) if node is not None else flow
