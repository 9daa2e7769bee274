"""How long it takes until all scenarios of the house are played: `python -m benchmarks.scenarios`.

Playing is what the workshop does, in processes of their own; verifying is what `tiaokuai test` adds.
"""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.machine import table
from web import clauses
from web.organisation import read
from web.scenarios.players import PROCESSES, play_all
from web.scenarios.stage import procedure_files
from web.scenarios.template import template
from web.scenarios.wire import Order, Setting

FOLDER = Path(__file__).parents[1] / "processes"
ONE = "case_intake"

T = TypeVar("T")


def main() -> None:
    content, prepared = _timed(lambda: template(procedure_files(FOLDER), clauses.known(FOLDER)))
    setting = Setting(content, read(FOLDER / "organisation.yaml"))
    rows = [["deploying all procedures anew", *prepared]]
    for name, pattern, verified in (
        (f"the scenarios of {ONE}", f"{ONE}/scenarios/*.yaml", False),
        ("all scenarios", "*/scenarios/*.yaml", False),
        ("all scenarios, journals executed again", "*/scenarios/*.yaml", True),
    ):
        orders = [Order(str(path), path.read_bytes(), verified) for path in sorted(FOLDER.glob(pattern))]
        played, times = _timed(lambda orders=orders: list(play_all(setting, orders)))  # type: ignore[misc]
        failed = [one.name for one in played if one.code]
        rows.append([f"{name} ({len(orders)}{f', {len(failed)} FAILED' if failed else ''})", *times])
    processes = min(PROCESSES, os.cpu_count() or 1)
    print(table([f"scenarios, {processes} processes, s", "elapsed", "processor"], rows))


def _timed(what: Callable[[], T]) -> tuple[T, list[str]]:
    """What it gives, and the elapsed and processor time it took, of child processes too."""
    before, began = _processor(), time.perf_counter()
    found = what()
    return found, [f"{time.perf_counter() - began:.1f}", f"{_processor() - before:.1f}"]


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
