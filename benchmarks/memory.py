"""What 10,000 hot cases hold in memory, and whether the cache's estimate is honest: `python -m benchmarks.memory`.

For each kind of case a process of its own starts an engine, loads what every case shares, starts the cases through the
engine's public API and completes two tasks of each. Measured is what the operating system counts for the process
(resident memory), beside what the cache says it holds, by which it is bounded (`RuntimeSettings.cached_bytes`). In the
last row the bound is a quarter of what the cases would take.
"""

import gc
import multiprocessing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.load import ACTOR, FIRST_TASK, STREET, completion, quick, quiet, sqlite
from benchmarks.machine import machine, table
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings

CASES = 500 if quick() else 10_000
COMPLETED = 2
UNBOUNDED = 2**40

Variables = Callable[[int], Mapping[str, Any]]


def _small(number: int) -> Mapping[str, Any]:
    return {"street": STREET, "number": number}


def _form(number: int) -> Mapping[str, Any]:
    """About what the demo's cases have gathered at their end: texts, dates, choices, a table."""
    return {
        **_small(number),
        **{f"answer{place}": f"第{number}件，第{place}项：已到现场核实并拍照" for place in range(12)},
        "rows": [{"agency": f"agency-{place}", "score": place + number / 7, "ok": True} for place in range(10)],
        "description": f"群众反映第{number}处占道经营，影响通行。" * 10,
    }


def _numbers(number: int) -> Mapping[str, Any]:
    return {f"value{place}": place * 1000 + number for place in range(300)}


def _text(number: int) -> Mapping[str, Any]:
    return {"text": f"会议纪要第{number}号。" * 500}


KINDS: dict[str, Variables] = {
    "two variables": _small,
    "a form of 12 texts and a table": _form,
    "300 numbers": _numbers,
    "a text of 5,000 characters": _text,
}


def main() -> None:
    rows = []
    for kind in KINDS:
        rows.append(_row(kind, UNBOUNDED))
    whole = float(rows[1][2].replace(",", "")) * 1e6
    rows.append(_row(list(KINDS)[1], int(whole / 4)))
    print(machine())
    print()
    heads = [
        f"{CASES:,} cases with",
        "in the cache",
        "estimate MB",
        "measured MB",
        "B a case",
        "estimate / measured",
        "process MB",
    ]
    print(table(heads, rows))


def _row(kind: str, bound: int) -> list[str]:
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    with sqlite() as url:
        worker = context.Process(target=_hold, args=(url, kind, bound, results))
        worker.start()
        places, estimate, before, after = results.get(timeout=900)
        worker.join()
    grown = after - before
    return [
        kind if bound == UNBOUNDED else f"{kind}, bounded",
        f"{places:,}",
        f"{estimate / 1e6:,.1f}",
        f"{grown / 1e6:,.1f}",
        f"{grown / places:,.0f}",
        f"{estimate / grown:.2f}",
        f"{after / 1e6:,.0f}",
    ]


def _hold(url: str, kind: str, bound: int, results: Any) -> None:
    quiet()
    with Engine(url, settings=RuntimeSettings(cached_bytes=bound)) as engine:
        _run(engine, KINDS["two variables"], 50)
        engine.forget()
        gc.collect()
        before = _resident()
        _run(engine, KINDS[kind], CASES)
        gc.collect()
        places, estimate = engine.cached()
        results.put((places, estimate, before, _resident()))


def _run(engine: Engine, variables: Variables, cases: int) -> None:
    # Not waiting for the disk changes nothing of what is held, and saves minutes.
    with engine.database.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
    for number in range(cases):
        id = engine.start("chain", variables(number), ACTOR)
        for step in range(COMPLETED):
            engine.complete(id, FIRST_TASK + step, completion(step), ACTOR)


def _resident() -> int:
    """Bytes of this process in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise SystemExit("This part needs Linux: it reads /proc/self/status.")


if __name__ == "__main__":
    main()
