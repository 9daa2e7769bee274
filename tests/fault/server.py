"""A process that drives cases and dies, by SIGKILL, where it is told: `python -m tests.fault.server URL NOW POINT NTH`.

It prints one line for every acknowledged command. Without a point it drives case after case until it is killed.
"""

import os
import signal
import sys

import structlog

from engine.runtime import faults
from engine.runtime.clock import ManualClock
from tests.fault.case import drive, open_engine


def main() -> None:
    url, now, point, nth = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    left = nth

    def die(name: str) -> None:
        nonlocal left
        if name == point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    faults.point = die
    clock = ManualClock(now)
    engine = open_engine(url, clock)
    if point:
        drive(engine, clock, 0, acknowledge)
    else:
        number = nth
        while True:
            drive(engine, clock, number, acknowledge)
            number += 1


def acknowledge(command_id: str) -> None:
    print(command_id, flush=True)  # noqa: T201  the answer to the client


if __name__ == "__main__":
    main()
