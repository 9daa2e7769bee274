"""A run that counts, each number once: `python -m tests.fault.counting URL NOW` does what is due there at NOW."""

import sys
from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import text

from engine.runtime import faults
from engine.runtime.clock import Clock, ManualClock
from engine.runtime.engine import Engine
from web.modeler import runs
from web.services import Services
from web.settings import Settings

NUMBERS = 5


@runs.kind("count", "Counting")
def count(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
    for number in range(NUMBERS):
        with progress.services.database.begin() as connection:
            connection.execute(
                text("INSERT INTO effect (key, number) VALUES (:key, :number) ON CONFLICT (key) DO NOTHING"),
                {"key": f"{progress.id}:{number}", "number": str(number)},
            )
        faults.point("count.between")
        progress(number + 1, NUMBERS)
    return {"counted": NUMBERS}


def application(url: str, clock: Clock) -> Flask:
    """What runs need, without pages."""
    app, engine = Flask(__name__), Engine(url, clock=clock)
    Services(engine, Settings(), engine).attach(app)
    return app


def main() -> None:
    url, now = sys.argv[1:]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with application(url, ManualClock(int(now))).app_context():
        print(runs.run_until_idle(), flush=True)  # noqa: T201  for whoever started this


if __name__ == "__main__":
    main()
