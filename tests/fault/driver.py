"""A client and the engine in one process: `python -m tests.fault.driver URL MODE NOW NUMBER [COUNT]` drives cases
from NUMBER on, COUNT of them (default: without end), and prints a line for every command that was answered. MODE says
how due work is done: embedded or distributed."""

import itertools
import sys

import structlog

from engine.runtime.clock import ManualClock
from tests.fault.case import drive, open_engine


def main() -> None:
    url, mode, now, first, *count = sys.argv[1:]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    clock = ManualClock(int(now))
    with open_engine(url, clock, distributed=mode == "distributed") as engine:
        numbers = itertools.count(int(first))
        for number in itertools.islice(numbers, int(count[0])) if count else numbers:
            drive(engine, clock, number, acknowledge)


def acknowledge(command_id: str) -> None:
    print(command_id, flush=True)  # noqa: T201  the answer to the client


if __name__ == "__main__":
    main()
