"""Events from XML (BPMN 2.0.2 §10.5)."""

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.model import (
    BoundaryEvent,
    EndEvent,
    ErrorDefinition,
    EventDefinition,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    MessageDefinition,
    StartEvent,
    TerminateDefinition,
    TimerDefinition,
)
from engine.diagrams.source import Common, Source, children, text, yes


def start(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A start event (§10.5.2), with the form that starts it."""
    return StartEvent(
        **common,
        definition=_definition(source, element),
        form=source.literal(element, dialect.attribute(element, "formDefinition", "formId"), "formId"),
        form_binding=dialect.binding(element, "formDefinition"),
    )


def end(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """An end event (§10.5.3)."""
    return EndEvent(**common, definition=_definition(source, element))


def catch(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A catching intermediate event (§10.5.4)."""
    return IntermediateCatchEvent(**common, definition=_definition(source, element))


def throw(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A throwing intermediate event (§10.5.4)."""
    return IntermediateThrowEvent(**common, definition=_definition(source, element))


def boundary(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A boundary event (§10.5.4); it interrupts unless it says otherwise."""
    return BoundaryEvent(
        **common,
        attached_to=element.get("attachedToRef", "").rpartition(":")[2],
        interrupting=yes(element, "cancelActivity", default=True),
        definition=_definition(source, element),
    )


def _definition(source: Source, element: etree._Element) -> EventDefinition:
    for child in children(element, "messageEventDefinition"):
        return _message(source, element, child)
    for child in children(element, "timerEventDefinition"):
        return _timer(child)
    for child in children(element, "errorEventDefinition"):
        return _error(source, child)
    for _ in children(element, "terminateEventDefinition"):
        return TerminateDefinition()
    return None


def _message(source: Source, event: etree._Element, element: etree._Element) -> MessageDefinition:
    message = source.message(element.get("messageRef", ""))
    if message is None:
        return MessageDefinition("")
    key = dialect.attribute(message, "subscription", "correlationKey")
    publishing = event if dialect.extension(event, "publishMessage") is not None else element
    if dialect.extension(publishing, "publishMessage") is not None:
        key = dialect.attribute(publishing, "publishMessage", "correlationKey") or key
    return MessageDefinition(
        name=dialect.value(message.get("name", "")),
        correlation_key=source.optional_expression(event, key, "correlationKey"),
        time_to_live=dialect.optional_value(dialect.attribute(publishing, "publishMessage", "timeToLive")),
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
