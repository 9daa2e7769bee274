"""Events from XML (BPMN 2.0.2 §10.5)."""

from collections.abc import Callable, Mapping

from lxml import etree

from engine.diagrams import correlation, dialect
from engine.diagrams.inspection import written
from engine.diagrams.model import (
    BoundaryEvent,
    CancelDefinition,
    CompensateDefinition,
    ConditionalDefinition,
    EndEvent,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    Expression,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    JobDefinition,
    LinkDefinition,
    MessageDefinition,
    MultipleDefinition,
    SignalDefinition,
    SingleDefinition,
    StartEvent,
    TerminateDefinition,
    TimerDefinition,
)
from engine.diagrams.source import Common, Source, text, yes


def start(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A start event (§10.5.2), with the form that starts it."""
    return StartEvent(
        **common,
        definition=_definition(source, element),
        form=source.literal(element, dialect.attribute(element, "formDefinition", "formId"), "formId"),
        form_binding=dialect.binding(element, "formDefinition"),
        interrupting=yes(element, "isInterrupting", default=True),
    )


def end(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """An end event (§10.5.3)."""
    return EndEvent(**common, definition=_thrown(source, element))


def catch(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A catching intermediate event (§10.5.4)."""
    return IntermediateCatchEvent(**common, definition=_definition(source, element))


def throw(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A throwing intermediate event (§10.5.4)."""
    return IntermediateThrowEvent(**common, definition=_thrown(source, element))


def boundary(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A boundary event (§10.5.4); it interrupts unless it says otherwise, and may be joined to a compensation handler."""
    return BoundaryEvent(
        **common,
        attached_to=element.get("attachedToRef", "").rpartition(":")[2],
        interrupting=yes(element, "cancelActivity", default=True),
        definition=_definition(source, element),
        handler=source.handler(element.get("id", "")),
    )


def _thrown(source: Source, element: etree._Element) -> EventDefinition:
    """What an event throws; with a zeebe:taskDefinition a handler sends its message."""
    found = _definition(source, element)
    if not source.has_job(element, "policy:publishMessage"):
        return found
    if not isinstance(found, MessageDefinition):
        source.report("job.event", element)
        return found
    return JobDefinition(**dialect.job(element))


def _definition(source: Source, element: etree._Element) -> EventDefinition:
    """The one definition of an event, or several as a multiple one (§10.5.1)."""
    parts = []
    for child in element.iterchildren("*"):
        part = single(source, element, child)
        if part is not None:
            parts.append(part)
    if len(parts) < 2:
        return parts[0] if parts else None
    return MultipleDefinition(tuple(parts), parallel=yes(element, "parallelMultiple"))


def single(source: Source, event: etree._Element, element: etree._Element) -> SingleDefinition | None:
    """What the event definition `element` of `event` says; None for what is no event definition."""
    tag = written(element.tag)
    if tag == "messageEventDefinition":
        return message(source, event, element)
    if tag == "timerEventDefinition":
        return _timer(element)
    if tag == "terminateEventDefinition":
        return TerminateDefinition()
    if tag == "cancelEventDefinition":
        return CancelDefinition()
    make = _MAKERS.get(tag)
    return None if make is None else make(source, element)


def message(source: Source, event: etree._Element, element: etree._Element) -> MessageDefinition:
    """The message that `element` of the node `event` refers to; `element` is the node itself at a task."""
    found = source.message(element.get("messageRef", ""))
    if found is None:
        return MessageDefinition("")
    key = dialect.attribute(found, "subscription", "correlationKey")
    publishing = event if dialect.extension(event, "policy:publishMessage") is not None else element
    if dialect.extension(publishing, "policy:publishMessage") is not None:
        key = dialect.attribute(publishing, "policy:publishMessage", "correlationKey") or key
    key = key or correlation.key(source, event, found.get("id", ""))
    return MessageDefinition(
        name=dialect.value(found.get("name", "")),
        correlation_key=source.optional_expression(event, key, "correlationKey"),
        time_to_live=dialect.optional_value(dialect.attribute(publishing, "policy:publishMessage", "timeToLive")),
    )


def _timer(element: etree._Element) -> TimerDefinition:
    if date := text(element, "timeDate"):
        return TimerDefinition("date", dialect.value(date))
    if cycle := text(element, "timeCycle"):
        return TimerDefinition("cycle", dialect.value(cycle))
    return TimerDefinition("duration", dialect.value(text(element, "timeDuration")))


def _error(source: Source, element: etree._Element) -> ErrorDefinition:
    reference = element.get("errorRef", "")
    if not reference:
        return ErrorDefinition("")
    error = source.error(reference)
    code = "" if error is None else error.get("errorCode", "")
    if not code:
        source.report("event.error_code", element)
    return ErrorDefinition(source.literal(element, code, "errorCode"))


def _signal(source: Source, element: etree._Element) -> SignalDefinition:
    signal = source.signal(element.get("signalRef", ""))
    return SignalDefinition("" if signal is None else dialect.value(signal.get("name", "")))


def _escalation(source: Source, element: etree._Element) -> EscalationDefinition:
    reference = element.get("escalationRef", "")
    if not reference:
        return EscalationDefinition("")
    escalation = source.escalation(reference)
    code = "" if escalation is None else escalation.get("escalationCode", "")
    if not code:
        source.report("event.escalation_code", element)
    return EscalationDefinition(source.literal(element, code, "escalationCode"))


def _condition(source: Source, element: etree._Element) -> ConditionalDefinition:
    condition = source.optional_expression(element, text(element, "condition"), "condition")
    return ConditionalDefinition(condition or Expression(""))


def _link(source: Source, element: etree._Element) -> LinkDefinition:
    return LinkDefinition(element.get("name", "").strip())


def _compensate(source: Source, element: etree._Element) -> CompensateDefinition:
    return CompensateDefinition(
        activity=element.get("activityRef", "").rpartition(":")[2],
        wait=yes(element, "waitForCompletion", default=True),
    )


_MAKERS: Mapping[str, Callable[[Source, etree._Element], SingleDefinition]] = {
    "errorEventDefinition": _error,
    "signalEventDefinition": _signal,
    "escalationEventDefinition": _escalation,
    "conditionalEventDefinition": _condition,
    "linkEventDefinition": _link,
    "compensateEventDefinition": _compensate,
}
