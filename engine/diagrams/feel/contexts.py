"""Calls into V8: borrows an isolate with the bundle loaded, and replaces the ones that broke a limit.

Isolates are made when needed and kept for the next call, so there are as many as calls ever ran at once. A forked
child starts without any, for the threads behind them stay in the parent.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

from engine.diagrams.feel.calendar import Calendar, current
from engine.diagrams.feel.v8 import Isolate, IsolateBroken
from engine.errors import FeelError, FeelLimitExceeded, FeelUnavailable

SECONDS = 5.0
"""An outer net, as is the memory: an expression uses up its steps (web/assets/feel/src/fuel.js) long before."""
MEMORY_BYTES = 96 * 2**20
_KEPT_BYTES = 32 * 2**20
_START_SECONDS = 30.0
_REQUEST_BYTES = 8 * 2**20
_REQUEST_PARTS = 500_000

_idle: list[Isolate] = []
_left_to_parent: list[Isolate] = []
_encode = msgspec.json.Encoder().encode
_decode: Callable[[bytes | str], dict[str, Any]] = msgspec.json.Decoder().decode
_remembered: ContextVar[dict[tuple[str, ...], bytes] | None] = ContextVar("remembered", default=None)


def _after_fork() -> None:
    _left_to_parent.extend(_idle)
    _idle.clear()


os.register_at_fork(after_in_child=_after_fork)


class Step(NamedTuple):
    """A call of `tiaokuai.<function>` of the bundle with a JSON request, within so many seconds."""

    function: str
    request: dict[str, Any]
    seconds: float = SECONDS


def call(
    function: str, request: dict[str, Any], *, seconds: float = SECONDS, first: Step | None = None
) -> dict[str, Any]:
    """Call `tiaokuai.<function>` with a JSON request; the answer is its JSON object. `first` is done in the same heap.

    Raises FeelUnavailable; FeelLimitExceeded for a request that is too long, and FeelError for one that is no JSON.
    """
    calendar = current()
    asked = Step(function, request | {"calendar": calendar.hash}, seconds)
    steps = [asked] if first is None else [first, asked]
    scripts = [(_script(step), step.seconds) for step in steps]
    known = _remembered.get()
    if known is None:
        return _asked(calendar, scripts, seconds)
    key = tuple(script for script, _ in scripts)
    if key in known:
        return _decode(known[key])
    answer = _asked(calendar, scripts, seconds)
    if "error" not in answer:
        known[key] = _encode(answer)
    return answer


@contextmanager
def remembering() -> Iterator[None]:
    """Calls within it that are equal to an earlier one are not made again: an answer depends on nothing but its call."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def _asked(calendar: Calendar, scripts: list[tuple[str, float]], seconds: float) -> dict[str, Any]:
    try:
        return _answer(_borrow(), calendar, scripts)
    except IsolateBroken as broken:
        if broken.reason != "memory":
            raise _unavailable(broken.reason, seconds) from broken
    # Part of that memory may have been what earlier calls left behind; a fresh heap tells.
    try:
        return _answer(_start(), calendar, [(script, allowed / 2) for script, allowed in scripts])
    except IsolateBroken as broken:
        raise _unavailable("memory", seconds) from broken


def _script(step: Step) -> str:
    try:
        data = _encode(step.request)
    except (TypeError, ValueError) as error:
        raise FeelError(f"The variables are no JSON values: {error}", expression="", reason=str(error)) from error
    if len(data) > _REQUEST_BYTES:
        raise _too_long(f"the variables are longer than {_REQUEST_BYTES // 2**20} MB")
    if sum(map(data.count, (b",", b"[", b"{"))) > _REQUEST_PARTS:
        raise _too_long(f"the variables have more than {_REQUEST_PARTS} parts")
    return f"tiaokuai.{step.function}({_encode(data.decode()).decode()})"


def _borrow() -> Isolate:
    try:
        return _idle.pop()
    except IndexError:
        return _start()


def _answer(isolate: Isolate, calendar: Calendar, scripts: list[tuple[str, float]]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    try:
        if calendar.hash not in isolate.kept:
            days = _encode({"hash": calendar.hash, "days": calendar.data.decode()}).decode()
            isolate.run(f"tiaokuai.keepCalendar({_encode(days).decode()})", _START_SECONDS)
            isolate.kept.add(calendar.hash)
        for script, seconds in scripts:
            answer = _decode(isolate.run(script, seconds))
            if "error" in answer:
                break
    except BaseException:
        _discard(isolate)
        raise
    if answer.get("error") in ("limit", "unavailable"):
        _discard(isolate)
    else:
        _idle.append(isolate)
    if answer.get("error") == "unavailable":
        raise _unavailable("stack", 0)
    return answer


def _discard(isolate: Isolate) -> None:
    threading.Thread(target=isolate.close, daemon=True).start()


def _start() -> Isolate:
    isolate = Isolate(MEMORY_BYTES + _KEPT_BYTES)
    bundle = files("engine.diagrams.feel").joinpath("feelin.bundle.js").read_text(encoding="utf-8")
    isolate.run(f"{bundle};''", _START_SECONDS)
    return isolate


def _too_long(reason: str) -> FeelLimitExceeded:
    return FeelLimitExceeded(f"FEEL was not asked: {reason}.", expression="", reason=reason, limit="size")


def _unavailable(reason: str, seconds: float) -> FeelUnavailable:
    bounds = {
        "time": f"{seconds:g} s",
        "memory": f"{MEMORY_BYTES // 2**20} MB of memory",
        "stack": "the stack there is",
    }
    message = f"This machine did not get done with a FEEL expression within {bounds[reason]}. Try again."
    return FeelUnavailable(message, reason=reason)
