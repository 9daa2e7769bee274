"""How long the engine takes to refuse what means harm, and that it goes on afterwards: `python -m benchmarks.hostile`.

Files go through `Engine.deploy`, expressions run in a case of their own, where they are to end as an incident.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from benchmarks.machine import machine, table
from engine import Actor, Engine, Refused, migrate
from tests.process_files import START, file, flow, process, user_task

ACTOR = Actor("officer", frozenset({"dispatcher@jiangchuan"}))
MEGABYTE = 1_000_000
_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"

FILES: dict[str, bytes] = {
    "external entity (XXE)": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
    "billion laughs": b"<!DOCTYPE d ["
    + b'<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><d>&a9;</d>",
    "50 MB": b"<d>" + b"x" * (50 * MEGABYTE) + b"</d>",
    "10,000 levels": b"<d>" * 10_000 + b"</d>" * 10_000,
    "not XML": b"%PDF-1.7 \x00\x01\x02",
    "wrong namespace": b'<definitions xmlns="http://example.com/other"/>',
    "90,000 unknown elements": f'<definitions xmlns="{_BPMN}" id="d" targetNamespace="t">'.encode()
    + b"<nonsense/>" * 90_000
    + b"</definitions>",
    "20,000 dangling flows": file(process(START, *(flow("start", f"gone{n}") for n in range(20_000)))),
}

_LONG = 'matches(string join(for a in 1..10000 return "aaaaaaaaaa", "")'

EXPRESSIONS: dict[str, str] = {
    "endless for": "count(for a in 1..1000000, b in 1..1000000 return a) &gt; 0",
    "memory-hungry for": 'count(for a in 1..1000000 return string join(for b in 1..1000 return "条块", "")) &gt; 0',
    "greedy loops over a long text": f'{_LONG}, "^.*.*.*=$")',
    "look-behind over a long text": f'{_LONG}, "(?&lt;=c(a*)(a*))b")',
    "references over a long text": f'{_LONG}, "(a*)(a*)\\\\2\\\\1b")',
    "catastrophic pattern": 'matches(string join(for a in 1..200 return "a", "") + "b", "(a+)+$")',
}


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'hostile.db'}"
        migrate(url)
        with Engine(url) as engine:
            rows = [_measured(f"file: {name}", lambda data=data: _deploy(engine, data)) for name, data in FILES.items()]  # type: ignore[misc]
            rows += [
                _measured(f"FEEL: {name}", lambda text=text: _run(engine, text))  # type: ignore[misc]
                for name, text in EXPRESSIONS.items()
            ]
            rows.append(_measured("afterwards: an honest case", lambda: _run(engine, "true")))
    print(machine(), "\n")
    print(table(["what", "seconds", "answer"], rows))


def _measured(name: str, attempt: Callable[[], str]) -> list[str]:
    began = time.perf_counter()
    answer = attempt()
    return [name, f"{time.perf_counter() - began:.2f}", answer]


def _deploy(engine: Engine, data: bytes) -> str:
    try:
        engine.deploy({"upload.bpmn": data}, ACTOR)
    except Refused as refusal:
        return f"refused by {refusal.findings[0].rule}, {len(refusal.findings)} findings"
    return "ACCEPTED"


def _run(engine: Engine, condition: str) -> str:
    gateway = '<bpmn:exclusiveGateway id="way" default="way-no"/>'
    engine.deploy(
        {
            "upload.bpmn": file(
                process(
                    START,
                    gateway,
                    user_task("yes"),
                    user_task("no"),
                    '<bpmn:endEvent id="end"/>',
                    flow("start", "way"),
                    flow("way", "yes", f"={condition}"),
                    flow("way", "no"),
                    flow("yes", "end"),
                    flow("no", "end"),
                )
            )
        },
        ACTOR,
    )
    case = engine.case(engine.start("p", {}, ACTOR))
    if case.incidents:
        return f"incident: {case.incidents[0].details.get('reason', case.incidents[0].kind)}"
    return f"goes on to {case.open_tasks[0].element}"


if __name__ == "__main__":
    main()
