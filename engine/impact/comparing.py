"""What two executions decided at the same places."""

from collections.abc import Iterator

import msgspec

from engine.impact.drawing import Drawing, Place, Renaming
from engine.impact.record import Decided, Record
from engine.impact.values import Reason, Text


def differences(old: Record, new: Record, rename: Renaming) -> Iterator[Reason]:
    """The decisions that both made, and made otherwise, in the order of the history."""
    for key, then in old.decided.items():
        now = new.decided.get(key)
        if now is None:
            continue
        if then.decision or now.decision:
            if then.decision and now.decision and then.result != now.result:
                yield _reason("result", then, now, _result(then), _result(now))
        elif (
            then.flows and now.flows and _is_choice(then, now) and _ways(then, now, rename) != _ways(now, then, rename)
        ):
            yield _reason("flow", then, now, then.drawing.ways_said(then.flows), now.drawing.ways_said(now.flows))
    yield from _received(old, new)


def _received(old: Record, new: Record) -> Iterator[Reason]:
    for key, (message, correlation) in old.awaited.items():
        there = new.awaited.get(key)
        if there is not None and there != (message, correlation) and key in old.received:
            seq, at, drawing, place = old.received[key]
            then, now = (
                Text(f"“{name}” ({value})" if value else f"“{name}”") for name, value in ((message, correlation), there)
            )
            yield Reason("message", place[1], place[0], drawing.name(place), seq, at, then, now)


def _is_choice(then: Decided, now: Decided) -> bool:
    return any(len(one.drawing.leaving.get(one.place, ())) > 1 for one in (then, now))


def _ways(one: Decided, other: Decided, rename: Renaming) -> set[object]:
    """The flows taken, by id where both versions have it there, else by the element that they lead to."""
    return {_way(flow, one.drawing, other.drawing, rename) for flow in one.flows}


def _way(flow: Place, drawing: Drawing, other: Drawing, rename: Renaming) -> object:
    way, there = drawing.ways[flow], other.ways.get(flow)
    sources = {rename(flow[0], way.source) or way.source, way.source}
    if there is not None and {there.source, rename(flow[0], there.source)} & sources:
        return "flow", flow
    return "element", rename(flow[0], way.target) or way.target


def _reason(code: str, then: Decided, now: Decided, said: Text, would: Text) -> Reason:
    process, element = then.place
    name = then.drawing.name(then.place)
    details = {"then_rules": ", ".join(then.rules), "now_rules": ", ".join(now.rules)} if then.decision else {}
    return Reason(code, element, process, name, then.seq, then.at, said, would, now.inputs or then.inputs, details)


def _result(decided: Decided) -> Text:
    return Text(msgspec.json.encode(decided.result).decode())
