"""Sentences of what is to be done and was done: elements, tasks, automatic steps, values, decisions, incidents."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from engine.execution import events
from web.audit.telling import Teller, filled
from web.cases.incidents import incident_words, technical_words
from web.language import in_words, moment, pick, quoted

SHORT = 4
"""More values than these are folded away until asked for."""


def _started(_: Teller, event: events.InstanceStarted) -> Markup:
    return escape(gettext("The case began."))


def _ended(_: Teller, event: events.InstanceEnded) -> Markup:
    sentence = {
        "completed": gettext("The case was completed."),
        "terminated": gettext("The case ended early, as the diagram provides."),
        "cancelled": gettext("The case was cancelled: %(reason)s"),
    }[event.outcome]
    return filled(sentence, reason=event.reason or "—")


def _reached(teller: Teller, event: events.ElementActivated) -> Markup | None:
    silent = teller.words.is_silent(event.process, event.element)
    return None if silent else teller.about(gettext("Reached %(name)s."), event)


def _withdrawn(teller: Teller, event: events.ElementCancelled) -> Markup | None:
    silent = teller.words.is_silent(event.process, event.element)
    return None if silent else teller.about(gettext("%(name)s was withdrawn."), event)


def _conditions(teller: Teller, event: events.ConditionsEvaluated) -> Markup:
    true = [teller.words.flow_name(flow).said for flow, value in event.values.items() if value]
    said = in_words([quoted(name) for name in true])
    if not true:
        otherwise = teller.words.default_flow(event.element)
        sentence = gettext("At %(name)s no condition held, so it went on by %(flow)s.")
        return teller.at_token(sentence, event, flow=quoted(otherwise.said))
    return teller.at_token(gettext("At %(name)s these conditions held: %(flows)s."), event, flows=said)


def _variables(teller: Teller, event: events.VariablesSet) -> Markup | None:
    parts = []
    for key, value in event.values.items():
        label = teller.words.label(key)
        if label is not None:
            parts.append(Markup("{} = {}").format(label.said, teller.value(key, value)))
    if not parts:
        return None
    said = escape(pick("；", "; ")).join(parts)
    if len(parts) <= SHORT:
        return Markup("{}{}").format(gettext("Recorded: "), said)
    summary = ngettext("Recorded %(num)d value", "Recorded %(num)d values", len(parts))
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, said)


def _decision(teller: Teller, event: events.DecisionEvaluated) -> Markup:
    result = in_words(teller.directory.value(event.result))
    name = quoted(teller.words.decision_name(event.decision))
    return filled(gettext("Decision %(name)s: %(result)s."), name=name, result=result)


def _task_opened(teller: Teller, event: events.UserTaskOpened) -> Markup:
    directory = teller.directory
    whom = directory.actor(event.assignee) if event.assignee else directory.groups(event.candidate_groups)
    if event.due:
        sentence = gettext("%(name)s now waits for %(whom)s, due %(due)s.")
        return teller.about(sentence, event, whom=whom, due=moment(event.due))
    return teller.about(gettext("%(name)s now waits for %(whom)s."), event, whom=whom)


def _task_assigned(teller: Teller, event: events.UserTaskAssigned) -> Markup:
    if not event.assignee:
        return teller.at_token(gettext("%(name)s is open to its group again."), event)
    who = teller.directory.actor(event.assignee)
    return teller.at_token(gettext("%(name)s now lies with %(who)s."), event, who=who)


def _job_opened(teller: Teller, event: events.JobOpened) -> Markup:
    return teller.about(gettext("The automatic step %(name)s is to run."), event)


def _job_failed(_: Teller, event: events.JobFailed) -> Markup:
    if event.retries:
        sentence = gettext("It failed; it will be tried %(retries)s more times, next at %(at)s.")
        said = filled(sentence, retries=event.retries, at=moment(event.retry_at))
        return said + technical_words(event.message)
    return escape(gettext("It failed for the last time."))


def _incident(teller: Teller, event: events.IncidentRaised) -> Markup:
    name = teller.words.element_name(event.process, event.element).said
    reason = incident_words(event.kind, event.details, name)
    said = filled(gettext("%(name)s stands still: %(reason)s"), name=quoted(name), reason=reason)
    return said + technical_words(event.message)


def _resolved(teller: Teller, event: events.IncidentResolved) -> Markup:
    return teller.at_token(gettext("%(name)s is tried again."), event)


SENTENCES: dict[Any, Callable[[Teller, Any], Markup | None]] = {
    events.InstanceStarted: _started,
    events.InstanceEnded: _ended,
    events.ElementActivated: _reached,
    events.ElementCancelled: _withdrawn,
    events.ConditionsEvaluated: _conditions,
    events.VariablesSet: _variables,
    events.DecisionEvaluated: _decision,
    events.UserTaskOpened: _task_opened,
    events.UserTaskAssigned: _task_assigned,
    events.JobOpened: _job_opened,
    events.JobFailed: _job_failed,
    events.IncidentRaised: _incident,
    events.IncidentResolved: _resolved,
}
"""None stands for what is not worth a line; `asides` has words for it."""
