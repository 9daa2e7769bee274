"""An instance as bytes and back: one row a token, nested by scope; what can be derived is left out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from engine.errors import JournalBroken
from engine.execution.completed import Completed
from engine.execution.instance import Instance, Outcome
from engine.execution.nodes.compensation import CompensatorSpec
from engine.execution.nodes.joins import JoinSpec, UpstreamJoinSpec
from engine.execution.open_work import OpenWork
from engine.execution.scope_instance import ScopeInstance
from engine.execution.token import WAITING, Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.program import Program
    from engine.execution.scope_spec import ScopeSpec

FORMAT = 1
_HASH_LENGTH = 16


class _TokenRow(msgspec.Struct, array_like=True):
    token: int
    spec: str
    state: int
    phase: int
    parent: int = 0
    iteration: int = 0
    local: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    memory: dict[str, Any] = {}
    inside: "_ScopeRow | None" = None


class _ScopeRow(msgspec.Struct, array_like=True):
    """`variables` is None for a subprocess, which has none beside its token's."""

    tokens: list[_TokenRow]
    variables: dict[str, Any] | None = None
    inherited: list[str] = []
    success: bool = True
    completed_work: list[Completed] = []


class _State(msgspec.Struct, array_like=True):
    format: int
    program: str
    sequence: int
    thrown: int
    started: bool
    outcome: str
    open: OpenWork
    root: _ScopeRow


_TOKEN_DEFAULTS: tuple[Any, ...] = (None, None, None, None, 0, 0, None, None, {}, None)
_SCOPE_DEFAULTS: tuple[Any, ...] = (None, None, [], True, [])
_DECODER = msgspec.json.Decoder(_State)


def snapshot(instance: Instance) -> bytes:
    """The bytes of `instance` between two commands."""
    state = (
        FORMAT,
        instance.program.hash[:_HASH_LENGTH],
        instance.sequence,
        instance.thrown,
        instance.started,
        instance.outcome,
        instance.open,
        _scope_row(instance.workflow),
    )
    return msgspec.json.encode(state)


def restore(program: "Program", data: bytes) -> Instance:
    """The instance whose snapshot is `data`. Raises JournalBroken when it is of another program or format."""
    try:
        state = _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise JournalBroken(f"The snapshot cannot be read: {error}") from error
    if state.format != FORMAT or state.program != program.hash[:_HASH_LENGTH]:
        raise JournalBroken("The snapshot belongs to another definition or format.", program=state.program)
    instance = Instance(program)
    instance.sequence, instance.thrown, instance.started = state.sequence, state.thrown, state.started
    instance.outcome = msgspec.convert(state.outcome, Outcome) if state.outcome else ""
    instance.open = state.open
    instance.variables_root.values = state.root.variables or {}
    instance.workflow.completed = instance.ended
    _fill(instance.workflow, state.root)
    return instance


def _scope_row(workflow: ScopeInstance) -> list[Any]:
    scope = workflow.scope
    tokens = [_token_row(token) for token in workflow.tasks.values()]
    own = workflow.owner is None or scope is not workflow.owner.scope
    return _trimmed(
        [
            tokens,
            scope.values if own else None,
            list(scope.inherited) if own else [],
            workflow.success,
            workflow.completed_work,
        ],
        _SCOPE_DEFAULTS,
    )


def _token_row(token: Token) -> list[Any]:
    row = [
        token.id,
        token.task_spec.name,
        token._state,
        token.phase,
        token._parent or 0,
        token.iteration,
        None if token.local is None else token.local.values,
        token.result,
        token.internal_data,
        None if token.inside is None else _scope_row(token.inside),
    ]
    return _trimmed(row, _TOKEN_DEFAULTS)


def _trimmed(row: list[Any], defaults: tuple[Any, ...]) -> list[Any]:
    """`row` without the defaults at its end."""
    while row[-1] == defaults[len(row) - 1]:
        row.pop()
    return row


def _fill(workflow: ScopeInstance, row: _ScopeRow) -> None:
    workflow.success = row.success
    workflow.completed_work = row.completed_work
    for token_row in row.tokens:
        _token(workflow, workflow.spec.task_specs[token_row.spec], token_row, workflow.tasks)


def _token(workflow: ScopeInstance, spec: Any, row: _TokenRow, known: Mapping[int, Token]) -> None:
    token = Token(workflow, spec, known[row.parent] if row.parent else None, row.token)
    token._state, token.phase, token.iteration = row.state, row.phase, row.iteration
    token.result, token.internal_data = row.result, row.memory
    if row.iteration or (row.parent and isinstance(known[row.parent].task_spec, CompensatorSpec)):
        token.outer = known[row.parent].scope
    if row.local is not None:
        token.local = Scope(row.token, token.outer, row.local)
    if row.state == WAITING and isinstance(spec, JoinSpec):
        workflow.joins[spec.name] = token
        if isinstance(spec, UpstreamJoinSpec) and spec.waits_for_others(token):
            workflow.instance.waiting_inclusive[token.id] = token
    if row.inside is not None:
        _inside(token, spec, row.inside)


def _inside(token: Token, spec: Any, row: _ScopeRow) -> None:
    inner: ScopeSpec = spec.inside
    if row.variables is None:
        scope = token.scope
    else:
        scope = Scope(token.id, None, row.variables)
        scope.inherited = dict.fromkeys(row.inherited)
    token.inside = ScopeInstance(inner, token.instance, scope, token)
    _fill(token.inside, row)
