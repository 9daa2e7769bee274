"""What tokens wait for: kept where the new version says the same, else closed and waited for anew.

A timer is reckoned from when it was set before; messages, signals and conditions are waited for as of now.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.diagrams.model import EventDefinition
from engine.diagrams.traversal import definition
from engine.execution.closing import close_waits
from engine.execution.nodes.arms import Arms, parts, withdraw
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.tasks import ReceiveTaskSpec
from engine.execution.nodes.throwing import ThrowSpec
from engine.execution.nodes.waits import TimerWait, Wait
from engine.execution.token import ENTERING, Token

if TYPE_CHECKING:
    from engine.execution.migration.survey import Survey


def definition_of(spec: NodeSpec) -> EventDefinition:
    """What the node waits for or throws."""
    arms = getattr(spec, "arms", None)
    return arms.definition if isinstance(arms, Arms) else definition(spec.node)


def sort_of(spec: NodeSpec) -> tuple[object, ...]:
    """Of which kinds that is."""
    found = definition_of(spec)
    return tuple(type(part) for part in parts(found)), getattr(found, "parallel", False)


def begun(token: Token) -> bool:
    """Whether a part of a multiple event has happened, or has been thrown."""
    memory = token.internal_data
    return "came" in memory or (isinstance(token.task_spec, ThrowSpec) and "thrown" in memory)


def needs_data(token: Token) -> bool:
    """Whether the step has not begun because it waits for its data, or remembers with which data it began."""
    opened = token.instance.open
    waits = token.phase == ENTERING and token.id in opened.conditions
    return waits or token.id in opened.store_reads or "begun_with" in token.internal_data


def data(spec: NodeSpec) -> tuple[object, ...]:
    """What a step begins and ends with."""
    node = spec.node
    return node.reads, node.inputs, node.input_sets, node.output_sets


def rewait(survey: "Survey", token: Token, old: NodeSpec, new: NodeSpec) -> None:
    """Note what `token` waits for anew."""
    if token.phase == ENTERING or definition_of(old) == definition_of(new) or not _waits(token):
        return
    survey.prepare(token, old, lambda: _anew(survey, token, new))


def _waits(token: Token) -> bool:
    waiting = (token, *token.children)
    opened = token.instance.open
    kinds = (opened.timers, opened.subscriptions, opened.conditions)
    return any(one.id in kind for one in waiting for kind in kinds) and not begun(token)


def _anew(survey: "Survey", token: Token, new: NodeSpec) -> Callable[[], None]:
    opened = token.instance.open
    set_at = [opened.timers[one.id].since for one in (token, *token.children) if one.id in opened.timers]
    since = min((at for at in set_at if at), default=survey.now)
    scope = new.sight(token)
    waits: Sequence[Wait]
    if isinstance(new, ReceiveTaskSpec):
        arms, waits = None, [new.trigger.prepare(scope, since)]
    else:
        arms = new.arms
        waits = arms.prepare(scope, since)
    waits = [replace(wait, since=since) if isinstance(wait, TimerWait) else wait for wait in waits]

    def change() -> None:
        close_waits(opened, token.id, token.instance.events)
        if arms is None:
            waits[0].open(token)
        else:
            withdraw(token)
            arms.open(token, waits)

    return change
