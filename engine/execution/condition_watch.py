"""Conditional events (BPMN 2.0.2 §10.5.5): asked again when a variable they read changes, and only when it does.

An event happens when its condition goes from false to true, so one that does not interrupt happens again only after
the condition has been false. All conditions seen from one scope are asked in one call.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from engine.execution.events import ConditionClosed
from engine.execution.expressions import FormulaGroup
from engine.execution.nodes.waits import ConditionTrigger, ConditionWait
from engine.execution.open_work import OpenCondition
from engine.execution.standstill import Standstill
from engine.execution.token import Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.instance import Instance


def watch(instance: "Instance") -> None:
    """Let everything happen whose condition the changes so far have made true."""
    while instance.changed or instance.conditions_met:
        changed, instance.changed = instance.changed, set()
        if changed and instance.open.conditions:
            _ask(instance, changed)
        met, instance.conditions_met = instance.conditions_met, []
        for number in met:
            if instance.open.conditions.pop(number, None) is not None:
                instance.events.append(ConditionClosed(token=number, outcome="fired"))
                token = instance.tokens[number]
                token.task_spec.happen(token, ConditionWait(True, happened=True), {})


def ask_again(instance: "Instance", token: Token) -> None:
    """Ask the condition of `token` anew, whatever has changed."""
    _ask_seen_from(token.task_spec.sight(token), [instance.open.conditions[token.id]], instance)


def _ask(instance: "Instance", changed: set[str]) -> None:
    asked: dict[int, tuple[Scope, list[OpenCondition]]] = {}
    for record in instance.open.conditions.values():
        token = instance.tokens[record.token]
        if not _trigger(token).formula.names.isdisjoint(changed):
            scope = token.task_spec.sight(token)
            asked.setdefault(id(scope), (scope, []))[1].append(record)
    for scope, records in asked.values():
        _ask_seen_from(scope, records, instance)


def _ask_seen_from(scope: Scope, records: list[OpenCondition], instance: "Instance") -> None:
    group = FormulaGroup([_trigger(instance.tokens[record.token]).formula for record in records])
    try:
        values = group.evaluate(scope, instance.now, "condition")
    except Standstill as reason:
        if len(records) > 1:
            for record in records:
                _ask_seen_from(scope, [record], instance)
        else:
            _stand_still(instance, records[0], reason)
        return
    for record, value in zip(records, values, strict=True):
        _note(instance, record, value)


def _note(instance: "Instance", record: OpenCondition, value: Any) -> None:
    try:
        holds = _trigger(instance.tokens[record.token]).truth(value)
    except Standstill as reason:
        _stand_still(instance, record, reason)
        return
    if holds != record.holds:
        instance.open.conditions[record.token] = msgspec.structs.replace(record, holds=holds)
        if holds:
            instance.conditions_met.append(record.token)


def _stand_still(instance: "Instance", record: OpenCondition, reason: Standstill) -> None:
    if record.token not in instance.open.incidents:
        instance.raise_incident(instance.tokens[record.token], reason)


def _trigger(token: Token) -> ConditionTrigger:
    trigger = token.task_spec.watched
    assert trigger is not None
    return trigger
