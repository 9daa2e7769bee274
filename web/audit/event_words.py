"""Sentences of what comes from elsewhere or goes there: time, messages, signals, errors, conditions, free choices."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.execution import events
from web.audit.telling import Teller
from web.language import in_words, moment, quoted


def _timer_opened(teller: Teller, event: events.TimerOpened) -> Markup:
    return teller.at_token(gettext("The clock of %(name)s runs until %(due)s."), event, due=moment(event.due))


def _timer_closed(teller: Teller, event: events.TimerClosed) -> Markup | None:
    return teller.at_token(gettext("The time of %(name)s was up."), event) if event.outcome == "fired" else None


def _waits(teller: Teller, event: events.SubscriptionOpened) -> Markup:
    sentence = (
        gettext("%(name)s waits for the signal %(what)s.")
        if event.kind == "signal"
        else gettext("%(name)s waits for the message %(what)s.")
    )
    return teller.at_token(sentence, event, what=quoted(event.message))


def _message_thrown(teller: Teller, event: events.MessageThrown) -> Markup:
    return teller.at_token(gettext("%(name)s sent the message %(message)s."), event, message=quoted(event.message))


def _signal_thrown(teller: Teller, event: events.SignalThrown) -> Markup:
    sentence = gettext("%(name)s gave the signal %(signal)s to every case that waits for it.")
    return teller.at_token(sentence, event, signal=quoted(event.signal))


def _condition_opened(teller: Teller, event: events.ConditionOpened) -> Markup:
    return teller.at_token(gettext("%(name)s waits until its condition holds."), event)


def _condition_closed(teller: Teller, event: events.ConditionClosed) -> Markup | None:
    fired = event.outcome == "fired"
    return teller.at_token(gettext("The condition of %(name)s came to hold."), event) if fired else None


def _error_thrown(teller: Teller, event: events.ErrorThrown) -> Markup:
    sentence = (
        gettext("%(name)s reported %(error)s, which the diagram handles.")
        if event.caught_by
        else gettext("%(name)s reported %(error)s, which nothing handles.")
    )
    return teller.at_token(sentence, event, error=quoted(event.error))


def _escalation_thrown(teller: Teller, event: events.EscalationThrown) -> Markup:
    escalation = quoted(event.escalation)
    if event.caught_by:
        sentence = gettext("%(name)s passed %(escalation)s upwards; %(handler)s takes it up.")
        return teller.at_token(sentence, event, escalation=escalation, handler=teller.anywhere(event.caught_by))
    sentence = gettext("%(name)s passed %(escalation)s upwards; nobody takes it up, so all goes on.")
    return teller.at_token(sentence, event, escalation=escalation)


def _compensation_thrown(teller: Teller, event: events.CompensationThrown) -> Markup:
    if not event.activities:
        return teller.at_token(gettext("%(name)s asks to undo completed work, but there is none."), event)
    undone = in_words([teller.anywhere(one) for one in event.activities])
    return teller.at_token(gettext("%(name)s has completed work undone: %(activities)s."), event, activities=undone)


def _ad_hoc_opened(teller: Teller, event: events.AdHocOpened) -> Markup:
    choices = in_words([teller.element(event.process, one) for one in event.choices])
    if not event.candidate_groups:
        return teller.about(gettext("In %(name)s these steps can be started: %(choices)s."), event, choices=choices)
    whom = teller.directory.groups(event.candidate_groups)
    sentence = gettext("In %(name)s %(whom)s may choose what to start: %(choices)s.")
    return teller.about(sentence, event, whom=whom, choices=choices)


def _ad_hoc_closed(teller: Teller, event: events.AdHocClosed) -> Markup:
    return teller.at_token(gettext("Nothing more can be started in %(name)s."), event)


SENTENCES: dict[Any, Callable[[Teller, Any], Markup | None]] = {
    events.TimerOpened: _timer_opened,
    events.TimerClosed: _timer_closed,
    events.SubscriptionOpened: _waits,
    events.MessageThrown: _message_thrown,
    events.SignalThrown: _signal_thrown,
    events.ConditionOpened: _condition_opened,
    events.ConditionClosed: _condition_closed,
    events.ErrorThrown: _error_thrown,
    events.EscalationThrown: _escalation_thrown,
    events.CompensationThrown: _compensation_thrown,
    events.AdHocOpened: _ad_hoc_opened,
    events.AdHocClosed: _ad_hoc_closed,
}
"""None stands for what is not worth a line; `asides` has words for it."""
