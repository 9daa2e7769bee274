"""Says commands and events of a journal as sentences, in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from engine.execution import commands, events
from web.cases.incidents import incident_words, technical_words
from web.diagrams import Vocabulary
from web.language import in_words, moment, pick, quoted
from web.people import Directory

SHORT = 4
"""More values than these are folded away until asked for."""


class Narrator:
    """Tells one case's journal; remembers which element each token stands on."""

    def __init__(self, words: Vocabulary, directory: Directory) -> None:
        self._words = words
        self._directory = directory
        self._places: dict[int, tuple[str, str]] = {}
        self._events: dict[type[Any], Callable[[Any], Markup | None]] = {
            events.InstanceStarted: lambda _: escape(gettext("The case began.")),
            events.InstanceEnded: self._ended,
            events.ElementActivated: lambda event: self._about(gettext("Reached %(name)s."), event),
            events.ElementCancelled: lambda event: self._about(gettext("%(name)s was withdrawn."), event),
            events.ConditionsEvaluated: self._conditions,
            events.VariablesSet: self._variables,
            events.DecisionEvaluated: self._decision,
            events.UserTaskOpened: self._task_opened,
            events.UserTaskAssigned: self._task_assigned,
            events.JobOpened: lambda event: self._about(gettext("The automatic step %(name)s is to run."), event),
            events.JobFailed: self._job_failed,
            events.TimerOpened: self._timer_opened,
            events.TimerClosed: self._timer_closed,
            events.SubscriptionOpened: self._waits_for_message,
            events.MessageThrown: self._message_thrown,
            events.ErrorThrown: self._error_thrown,
            events.IncidentRaised: self._incident,
            events.IncidentResolved: lambda event: self._at_token(gettext("%(name)s is tried again."), event),
        }

    def follow(self, caused: Iterable[Any]) -> None:
        """Learn the tokens' places without telling anything."""
        for event in caused:
            if isinstance(event, events.ElementActivated):
                self._places[event.token] = (event.process, event.element)
            elif isinstance(event, events.TimerOpened | events.SubscriptionOpened):
                self._places.setdefault(event.token, (self._words.process_of(event.element), event.element))

    def command(self, command: Any) -> Markup:
        """What somebody did, as a heading."""
        who = self._directory.actor(command.actor)
        sentences: dict[Any, str] = {
            commands.StartInstance: gettext("%(who)s started the case"),
            commands.ClaimTask: gettext("%(who)s took on %(name)s"),
            commands.ReleaseTask: gettext("%(who)s gave back %(name)s"),
            commands.CompleteTask: gettext("%(who)s completed %(name)s"),
            commands.CompleteJob: gettext("The automatic step %(name)s finished"),
            commands.FailJob: gettext("The automatic step %(name)s failed"),
            commands.ThrowError: gettext("The automatic step %(name)s reported an error"),
            commands.FireTimer: gettext("The time for %(name)s came"),
            commands.DeliverMessage: gettext("The message for %(name)s arrived"),
            commands.ResolveIncident: gettext("%(who)s had %(name)s tried again"),
            commands.CancelInstance: gettext("%(who)s cancelled the case"),
        }
        sentence = sentences.get(type(command), type(command).__name__)
        return _filled(sentence, who=who, name=quoted(self._name_of(getattr(command, "token", 0))))

    def event(self, event: Any) -> Markup | None:
        """What it caused, as a sentence; None for what the other sentences already say."""
        tell = self._events.get(type(event))
        return tell(event) if tell else None

    def technical(self, event: Any) -> list[Markup]:
        """What only technicians look for in an event: variables that no form names, rules by their ids."""
        if isinstance(event, events.VariablesSet):
            unnamed = {key: value for key, value in event.values.items() if self._words.label(key) is None}
            return [Markup("<code>{}</code> = {}").format(key, self._value(key, one)) for key, one in unnamed.items()]
        if isinstance(event, events.DecisionEvaluated):
            name = quoted(self._words.decision_name(event.decision))
            return [
                _filled(gettext("Rules of %(name)s that matched: %(rules)s"), name=name, rules=in_words(event.rules))
            ]
        return []

    def _value(self, key: str, value: Any) -> Markup:
        return in_words(self._directory.value(self._words.value(key, value)))

    def _name_of(self, token: int) -> str:
        process, element = self._places.get(token, ("", ""))
        return self._words.element_name(process, element).said if element else ""

    def _about(self, sentence: str, event: Any) -> Markup | None:
        if self._words.is_silent(event.process, event.element):
            return None
        return _filled(sentence, name=quoted(self._words.element_name(event.process, event.element).said))

    def _at_token(self, sentence: str, event: Any, **more: Any) -> Markup:
        return _filled(sentence, name=quoted(self._name_of(event.token)), **more)

    def _ended(self, event: events.InstanceEnded) -> Markup:
        sentence = {
            "completed": gettext("The case was completed."),
            "terminated": gettext("The case ended early, as the diagram provides."),
            "cancelled": gettext("The case was cancelled: %(reason)s"),
        }[event.outcome]
        return _filled(sentence, reason=event.reason or "—")

    def _conditions(self, event: events.ConditionsEvaluated) -> Markup:
        true = [self._words.flow_name(flow).said for flow, value in event.values.items() if value]
        said = in_words([quoted(name) for name in true])
        if not true:
            otherwise = self._words.default_flow(event.element)
            sentence = gettext("At %(name)s no condition held, so it went on by %(flow)s.")
            return self._at_token(sentence, event, flow=quoted(otherwise.said))
        return self._at_token(gettext("At %(name)s these conditions held: %(flows)s."), event, flows=said)

    def _variables(self, event: events.VariablesSet) -> Markup | None:
        parts = []
        for key, value in event.values.items():
            label = self._words.label(key)
            if label is not None:
                parts.append(Markup("{} = {}").format(label.said, self._value(key, value)))
        if not parts:
            return None
        said = escape(pick("；", "; ")).join(parts)
        if len(parts) <= SHORT:
            return Markup("{}{}").format(gettext("Recorded: "), said)
        summary = ngettext("Recorded %(num)d value", "Recorded %(num)d values", len(parts))
        return Markup("<details><summary>{}</summary>{}</details>").format(summary, said)

    def _decision(self, event: events.DecisionEvaluated) -> Markup:
        result = in_words(self._directory.value(event.result))
        sentence = gettext("Decision %(name)s: %(result)s.")
        return _filled(sentence, name=quoted(self._words.decision_name(event.decision)), result=result)

    def _task_opened(self, event: events.UserTaskOpened) -> Markup:
        whom = (
            self._directory.actor(event.assignee) if event.assignee else self._directory.groups(event.candidate_groups)
        )
        name = quoted(self._words.element_name(event.process, event.element).said)
        if event.due:
            return _filled(
                gettext("%(name)s now waits for %(whom)s, due %(due)s."), name=name, whom=whom, due=moment(event.due)
            )
        return _filled(gettext("%(name)s now waits for %(whom)s."), name=name, whom=whom)

    def _task_assigned(self, event: events.UserTaskAssigned) -> Markup:
        if not event.assignee:
            return self._at_token(gettext("%(name)s is open to its group again."), event)
        return self._at_token(
            gettext("%(name)s now lies with %(who)s."), event, who=self._directory.actor(event.assignee)
        )

    def _job_failed(self, event: events.JobFailed) -> Markup:
        if event.retries:
            sentence = gettext("It failed; it will be tried %(retries)s more times, next at %(at)s.")
            said = _filled(sentence, retries=event.retries, at=moment(event.retry_at))
            return said + technical_words(event.message)
        return escape(gettext("It failed for the last time."))

    def _timer_opened(self, event: events.TimerOpened) -> Markup:
        return self._at_token(gettext("The clock of %(name)s runs until %(due)s."), event, due=moment(event.due))

    def _timer_closed(self, event: events.TimerClosed) -> Markup | None:
        return self._at_token(gettext("The time of %(name)s was up."), event) if event.outcome == "fired" else None

    def _waits_for_message(self, event: events.SubscriptionOpened) -> Markup:
        return self._at_token(
            gettext("%(name)s waits for the message %(message)s."), event, message=quoted(event.message)
        )

    def _message_thrown(self, event: events.MessageThrown) -> Markup:
        return self._at_token(gettext("%(name)s sent the message %(message)s."), event, message=quoted(event.message))

    def _error_thrown(self, event: events.ErrorThrown) -> Markup:
        if event.caught_by:
            return self._at_token(
                gettext("%(name)s reported %(error)s, which the diagram handles."), event, error=quoted(event.error)
            )
        return self._at_token(
            gettext("%(name)s reported %(error)s, which nothing handles."), event, error=quoted(event.error)
        )

    def _incident(self, event: events.IncidentRaised) -> Markup:
        name = self._words.element_name(event.process, event.element).said
        reason = incident_words(event.kind, event.details, name)
        said = _filled(gettext("%(name)s stands still: %(reason)s"), name=quoted(name), reason=reason)
        return said + technical_words(event.message)


def _filled(sentence: str, **parts: Any) -> Markup:
    return escape(sentence) % {key: escape(part) for key, part in parts.items()}
