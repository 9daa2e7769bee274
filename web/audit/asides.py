"""What only technicians look for: values that no form names, rules by their ids, and what other sentences imply."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.execution import events
from web.audit.telling import Teller, filled
from web.language import in_words, quoted


def _unnamed(teller: Teller, event: events.VariablesSet) -> list[Markup]:
    unnamed = {key: value for key, value in event.values.items() if teller.words.label(key) is None}
    return [Markup("<code>{}</code> = {}").format(key, teller.value(key, value)) for key, value in unnamed.items()]


def _rules(teller: Teller, event: events.DecisionEvaluated) -> list[Markup]:
    name = quoted(teller.words.decision_name(event.decision))
    return [filled(gettext("Rules of %(name)s that matched: %(rules)s"), name=name, rules=in_words(event.rules))]


def _passed_through(teller: Teller, event: events.ElementActivated | events.ElementCancelled) -> list[Markup]:
    if not teller.words.is_silent(event.process, event.element):
        return []
    sentence = (
        gettext("Reached %(name)s.")
        if isinstance(event, events.ElementActivated)
        else gettext("%(name)s was withdrawn.")
    )
    return [teller.about(sentence, event)]


def _completed(teller: Teller, event: events.ElementCompleted) -> list[Markup]:
    return [teller.about(gettext("%(name)s was completed."), event)]


def _flow(teller: Teller, event: events.FlowTaken) -> list[Markup]:
    name = quoted(teller.words.flow_name(event.flow).said)
    return [Markup("{} <code>{}</code>").format(filled(gettext("It went on by %(name)s."), name=name), event.flow)]


def _task_closed(teller: Teller, event: events.UserTaskClosed) -> list[Markup]:
    return [teller.at_token(gettext("%(name)s left the inbox."), event)]


def _job_closed(teller: Teller, event: events.JobClosed) -> list[Markup]:
    return [teller.at_token(gettext("The automatic step %(name)s runs no more."), event)]


def _wait_ended(teller: Teller, event: events.SubscriptionClosed) -> list[Markup]:
    return [teller.at_token(gettext("%(name)s waits no more."), event)]


def _read(teller: Teller, event: events.StoreReadClosed) -> list[Markup]:
    return [teller.at_token(gettext("%(name)s reads from data stores no more."), event)]


def _unmet(teller: Teller, event: events.TimerClosed | events.ConditionClosed) -> list[Markup]:
    return [] if event.outcome == "fired" else [teller.at_token(gettext("%(name)s waits no more."), event)]


ASIDES: dict[Any, Callable[[Teller, Any], list[Markup]]] = {
    events.VariablesSet: _unnamed,
    events.DecisionEvaluated: _rules,
    events.ElementActivated: _passed_through,
    events.ElementCancelled: _passed_through,
    events.ElementCompleted: _completed,
    events.FlowTaken: _flow,
    events.UserTaskClosed: _task_closed,
    events.JobClosed: _job_closed,
    events.SubscriptionClosed: _wait_ended,
    events.StoreReadClosed: _read,
    events.TimerClosed: _unmet,
    events.ConditionClosed: _unmet,
}
