"""Every trigger of an event in every position that the standard allows (BPMN 2.0.2 §10.5.1, table 10.93)."""

from collections.abc import Iterator

from features import END, START, Feature, at, chain, flow, flows, process, user

_WHEN = "<bpmn:{0}>{1}</bpmn:{0}>"

DEFINITIONS: dict[str, str] = {
    "none": "",
    "message": '<bpmn:messageEventDefinition messageRef="m"/>',
    "timer, date": f"<bpmn:timerEventDefinition>{_WHEN.format('timeDate', '2030-01-01T00:00:00Z')}</bpmn:timerEventDefinition>",
    "timer, duration": f"<bpmn:timerEventDefinition>{_WHEN.format('timeDuration', 'PT1H')}</bpmn:timerEventDefinition>",
    "timer, cycle": f"<bpmn:timerEventDefinition>{_WHEN.format('timeCycle', 'R3/PT1H')}</bpmn:timerEventDefinition>",
    "signal": '<bpmn:signalEventDefinition signalRef="sg"/>',
    "conditional": "<bpmn:conditionalEventDefinition><bpmn:condition>=a</bpmn:condition></bpmn:conditionalEventDefinition>",
    "link": '<bpmn:linkEventDefinition name="l"/>',
    "error": '<bpmn:errorEventDefinition errorRef="e"/>',
    "error, any": "<bpmn:errorEventDefinition/>",
    "escalation": '<bpmn:escalationEventDefinition escalationRef="es"/>',
    "cancel": "<bpmn:cancelEventDefinition/>",
    "compensation": "<bpmn:compensateEventDefinition/>",
    "terminate": "<bpmn:terminateEventDefinition/>",
    "multiple": '<bpmn:messageEventDefinition messageRef="m"/><bpmn:signalEventDefinition signalRef="sg"/>',
    "parallel multiple": '<bpmn:messageEventDefinition messageRef="m"/><bpmn:signalEventDefinition signalRef="sg"/>',
}

_TIMERS = ("timer, date", "timer, duration", "timer, cycle")
_CAUGHT = ("message", *_TIMERS, "signal", "conditional", "multiple", "parallel multiple")

POSITIONS: dict[str, tuple[str, ...]] = {
    "start": ("none", *(one for one in _CAUGHT)),
    "event subprocess": (*_CAUGHT, "error", "error, any", "escalation", "compensation"),
    "event subprocess, not interrupting": (*_CAUGHT, "escalation"),
    "catch": (*_CAUGHT, "link"),
    "boundary": (*_CAUGHT, "error", "error, any", "escalation", "cancel", "compensation"),
    "boundary, not interrupting": (*_CAUGHT, "escalation"),
    "throw": ("none", "message", "signal", "link", "escalation", "compensation", "multiple"),
    "end": ("none", "message", "signal", "error", "escalation", "cancel", "compensation", "terminate", "multiple"),
}
"""Which triggers the standard allows where."""

_ELEMENTS = {
    "start": "bpmn:startEvent[not(parent::*/@triggeredByEvent='true')]",
    "event subprocess": "bpmn:startEvent[parent::*/@triggeredByEvent='true'][not(@isInterrupting='false')]",
    "event subprocess, not interrupting": "bpmn:startEvent[parent::*/@triggeredByEvent='true'][@isInterrupting='false']",
    "catch": "bpmn:intermediateCatchEvent",
    "boundary": "bpmn:boundaryEvent[not(@cancelActivity='false')]",
    "boundary, not interrupting": "bpmn:boundaryEvent[@cancelActivity='false']",
    "throw": "bpmn:intermediateThrowEvent",
    "end": "bpmn:endEvent",
}

_COUNT = "count(*[substring(local-name(), string-length(local-name()) - 14) = 'EventDefinition'])"

_PARTS = {
    "none": f"[{_COUNT} = 0]",
    "message": "[bpmn:messageEventDefinition]",
    "timer, date": "[bpmn:timerEventDefinition/bpmn:timeDate]",
    "timer, duration": "[bpmn:timerEventDefinition/bpmn:timeDuration]",
    "timer, cycle": "[bpmn:timerEventDefinition/bpmn:timeCycle]",
    "error": "[bpmn:errorEventDefinition/@errorRef]",
    "error, any": "[bpmn:errorEventDefinition[not(@errorRef)]]",
    "compensation": "[bpmn:compensateEventDefinition]",
    "multiple": f"[{_COUNT} > 1][not(@parallelMultiple='true')]",
    "parallel multiple": f"[{_COUNT} > 1][@parallelMultiple='true']",
}


def cells() -> Iterator[tuple[str, str, Feature]]:
    """(trigger, position, feature) of every cell that the standard fills."""
    for position, triggers in POSITIONS.items():
        for trigger in triggers:
            part = _PARTS.get(trigger, f"[bpmn:{trigger}EventDefinition]")
            single = "" if "multiple" in trigger or trigger == "none" else f"[{_COUNT} = 1]"
            yield (
                trigger,
                position,
                Feature(
                    f"{trigger} at {position}",
                    at(f"//{_ELEMENTS[position]}{part}{single}"),
                    probe(trigger, position),
                    "10.5",
                ),
            )


def probe(trigger: str, position: str) -> bytes:
    """The smallest file with this trigger in this position."""
    parts = DEFINITIONS[trigger]
    parallel = ' parallelMultiple="true"' if trigger == "parallel multiple" else ""
    if position == "start":
        return process(
            f'<bpmn:startEvent id="start"{parallel}>{parts}</bpmn:startEvent>', user(), END, flows("start", "x", "end")
        )
    if position.startswith("event subprocess"):
        return _event_subprocess(position, parts, parallel, within=trigger == "compensation")
    if position == "catch":
        throw = '<bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateThrowEvent>'
        catch = f'<bpmn:intermediateCatchEvent id="x"{parallel}>{parts}</bpmn:intermediateCatchEvent>'
        if trigger == "link":
            return process(START, throw, catch, END, flow("start", "t"), flow("x", "end"))
        return chain(catch)
    if position.startswith("boundary"):
        return _boundary(trigger, position, parts, parallel)
    if position == "throw":
        catch = '<bpmn:intermediateCatchEvent id="c"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateCatchEvent>'
        throw = f'<bpmn:intermediateThrowEvent id="x">{parts}</bpmn:intermediateThrowEvent>'
        if trigger == "link":
            return process(START, throw, catch, END, flow("start", "x"), flow("c", "end"))
        return chain(throw)
    end = f'<bpmn:endEvent id="ie">{parts}</bpmn:endEvent>'
    tag = "transaction" if trigger == "cancel" else "subProcess"
    inside = f'<bpmn:startEvent id="is"/>{end}{flow("is", "ie")}'
    caught = _caught(trigger)
    return process(
        START,
        f'<bpmn:{tag} id="x">{inside}</bpmn:{tag}>',
        caught,
        END,
        flows("start", "x", "end"),
        flow("b", "end") if caught else "",
    )


def _caught(trigger: str) -> str:
    if trigger not in ("cancel", "error", "escalation"):
        return ""
    return f'<bpmn:boundaryEvent id="b" attachedToRef="x">{DEFINITIONS[trigger]}</bpmn:boundaryEvent>'


def _event_subprocess(position: str, parts: str, parallel: str, *, within: bool) -> bytes:
    interrupting = ' isInterrupting="false"' if position.endswith("not interrupting") else ""
    event = (
        f'<bpmn:subProcess id="ev" triggeredByEvent="true"><bpmn:startEvent id="is"{parallel}{interrupting}>{parts}'
        f'</bpmn:startEvent>{user("i")}<bpmn:endEvent id="ie"/>{flows("is", "i", "ie")}</bpmn:subProcess>'
    )
    if within:
        inside = f'<bpmn:startEvent id="js"/>{user("j")}<bpmn:endEvent id="je"/>{flows("js", "j", "je")}'
        return chain(f'<bpmn:subProcess id="x">{inside}{event}</bpmn:subProcess>')
    return chain(user(), event)


def _boundary(trigger: str, position: str, parts: str, parallel: str) -> bytes:
    stays = ' cancelActivity="false"' if position.endswith("not interrupting") else ""
    event = f'<bpmn:boundaryEvent id="b" attachedToRef="x"{stays}{parallel}>{parts}</bpmn:boundaryEvent>'
    if trigger == "compensation":
        handler = user("h", attributes='isForCompensation="true"')
        joined = '<bpmn:association id="as" sourceRef="b" targetRef="h" associationDirection="One"/>'
        return process(START, user(), event, handler, END, flows("start", "x", "end"), joined)
    ends = {"cancel": DEFINITIONS["cancel"], "error": DEFINITIONS["error"], "escalation": DEFINITIONS["escalation"]}
    inside = (
        f'<bpmn:startEvent id="is"/><bpmn:endEvent id="ie">{ends.get(trigger, "")}</bpmn:endEvent>{flow("is", "ie")}'
    )
    tag = "transaction" if trigger == "cancel" else "subProcess"
    return chain(f'<bpmn:{tag} id="x">{inside}</bpmn:{tag}>', event, flow("b", "end"))


TRIGGERS = tuple(DEFINITIONS)
