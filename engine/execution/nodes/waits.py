"""What an event waits for: a time, a message, a signal or a condition. Evaluated first, opened afterwards, so that a failure opens nothing."""

from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from engine.diagrams import timers
from engine.diagrams.model import (
    ConditionalDefinition,
    EventDefinition,
    MessageDefinition,
    SignalDefinition,
    TimerDefinition,
)
from engine.diagrams.timers import Due, InvalidTimer
from engine.execution.events import ConditionOpened, SubscriptionOpened, TimerOpened
from engine.execution.expressions import Formula, FormulaGroup, formula, shown
from engine.execution.open_work import OpenCondition, OpenSubscription, OpenTimer
from engine.execution.standstill import Standstill
from engine.execution.token import Token
from engine.execution.variables import Scope


class Wait(Protocol):
    """Something evaluated that a token can now wait for."""

    def open(self, token: Token) -> None:
        """Let `token` wait for it."""


class Trigger(Protocol):
    """The compiled part of an event definition that makes it wait."""

    def prepare(self, scope: Scope, now: int) -> Wait:
        """Evaluate what to wait for. Raises Standstill."""


@dataclass(frozen=True, slots=True)
class TimerWait:
    """A due time; `cycle` is the text of a repeating timer, `since` when it begins to run (0: now)."""

    due: Due
    cycle: str
    since: int = 0

    def open(self, token: Token) -> None:
        """Set the timer."""
        since = self.since or token.instance.now
        token.instance.open.timers[token.id] = OpenTimer(
            token.id, token.element, token.task_spec.process, self.due.at, self.cycle, self.due.repetitions, since
        )
        token.instance.events.append(
            TimerOpened(token=token.id, element=token.element, due=self.due.at, process=token.task_spec.process)
        )


@dataclass(frozen=True, slots=True)
class MessageWait:
    """A message and the correlation key it must carry."""

    message: str
    key: str

    def open(self, token: Token) -> None:
        """Subscribe."""
        token.instance.open.subscriptions[token.id] = OpenSubscription(
            token.id, token.element, token.task_spec.process, self.message, self.key
        )
        token.instance.events.append(
            SubscriptionOpened(
                token=token.id,
                element=token.element,
                message=self.message,
                key=self.key,
                process=token.task_spec.process,
            )
        )


@dataclass(frozen=True, slots=True)
class SignalWait:
    """A signal, whoever throws it."""

    signal: str

    def open(self, token: Token) -> None:
        """Subscribe."""
        process = token.task_spec.process
        token.instance.open.subscriptions[token.id] = OpenSubscription(
            token.id, token.element, process, self.signal, "", "signal"
        )
        token.instance.events.append(
            SubscriptionOpened(
                token=token.id, element=token.element, message=self.signal, key="", process=process, kind="signal"
            )
        )


@dataclass(frozen=True, slots=True)
class ConditionWait:
    """A condition that `holds` or not. One that holds happens at once, save when it `happened` and has to fall first."""

    holds: bool
    happened: bool = False

    def open(self, token: Token) -> None:
        """Watch it."""
        instance = token.instance
        process = token.task_spec.process
        instance.open.conditions[token.id] = OpenCondition(token.id, token.element, process, self.holds)
        instance.events.append(ConditionOpened(token=token.id, element=token.element, process=process))
        if self.holds and not self.happened:
            instance.conditions_met.append(token.id)


class TimerTrigger:
    """A timer event definition (BPMN 2.0.2 §10.5.5, table 10.101)."""

    def __init__(self, definition: TimerDefinition) -> None:
        self.kind = definition.kind
        self.text = FormulaGroup([formula(definition.value)])

    def prepare(self, scope: Scope, now: int) -> TimerWait:
        """The due time at `now`. Raises Standstill."""
        (text,) = self.text.evaluate(scope, now, "timer")
        if not isinstance(text, str):
            raise Standstill("timer", f"The timer must be an ISO 8601 text, but is {shown(text)}.")
        try:
            due = timers.due(self.kind, text, now)
        except InvalidTimer as error:
            raise Standstill("timer", str(error), {"text": text}) from error
        return TimerWait(due, text if self.kind == "cycle" else "")


class MessageTrigger:
    """A message event definition that catches (§10.5.5)."""

    def __init__(self, definition: MessageDefinition) -> None:
        self.subscription = FormulaGroup([formula(definition.name), formula(definition.correlation_key)])

    def prepare(self, scope: Scope, now: int) -> MessageWait:
        """The message and its key. Raises Standstill."""
        name, key = self.subscription.evaluate(scope, now)
        return MessageWait(message_name(name), correlation_key(key))


class SignalTrigger:
    """A signal event definition that catches (§10.5.5)."""

    def __init__(self, definition: SignalDefinition) -> None:
        self.name = FormulaGroup([formula(definition.name)])

    def prepare(self, scope: Scope, now: int) -> SignalWait:
        """The signal's name. Raises Standstill."""
        (name,) = self.name.evaluate(scope, now)
        return SignalWait(signal_name(name))


class ConditionTrigger:
    """A conditional event definition (§10.5.5)."""

    def __init__(self, definition: ConditionalDefinition) -> None:
        self.formula = Formula(definition.condition)
        self.condition = FormulaGroup([self.formula])

    def prepare(self, scope: Scope, now: int) -> ConditionWait:
        """Whether it holds. Raises Standstill."""
        (value,) = self.condition.evaluate(scope, now, "condition")
        return ConditionWait(self.truth(value))

    def truth(self, value: Any) -> bool:
        """Whether `value` is true; null, as for a variable that is not there yet, is not. Raises Standstill."""
        if value is None or isinstance(value, bool):
            return value is True
        raise Standstill(
            "condition",
            f"The condition must be true or false, but is {shown(value)}: {self.formula.source}",
            {"expression": self.formula.source, "value": shown(value)},
        )


def trigger(definition: EventDefinition) -> Trigger | None:
    """What makes an event with the one definition `definition` wait; None when it does not."""
    if isinstance(definition, TimerDefinition):
        return TimerTrigger(definition)
    if isinstance(definition, MessageDefinition):
        return MessageTrigger(definition)
    if isinstance(definition, SignalDefinition) and definition.name:
        return SignalTrigger(definition)
    if isinstance(definition, ConditionalDefinition):
        return ConditionTrigger(definition)
    return None


def message_name(value: Any) -> str:
    """The evaluated name of a message. Raises Standstill."""
    if not isinstance(value, str) or not value:
        raise Standstill("expression", f"The name of the message must be a text, but is {shown(value)}.")
    return value


def signal_name(value: Any) -> str:
    """The evaluated name of a signal. Raises Standstill."""
    if not isinstance(value, str) or not value:
        raise Standstill("expression", f"The name of the signal must be a text, but is {shown(value)}.")
    return value


def correlation_key(value: Any) -> str:
    """The evaluated correlation key as a text: of several properties a JSON list of their texts. Raises Standstill."""
    if isinstance(value, list) and value:
        return msgspec.json.encode([_key_part(part) for part in value]).decode()
    return _key_part(value)


def _key_part(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Standstill("expression", f"The correlation key must be a text or a number, but is {shown(value)}.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return msgspec.json.encode(value).decode()
