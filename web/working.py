"""Runs what is due, for one district or for several in one process, and answers no requests."""

import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType

import sqlalchemy as sa
import structlog

from engine.runtime.engine import Engine
from web import modeler
from web.modeler.runs import Runners
from web.programme import check, unchecked_engine
from web.services import Services
from web.settings import Settings

log = structlog.get_logger()


def work(each: Sequence[Settings], concurrency: int, ready: Callable[[str], None]) -> None:
    """Work on the databases of these settings until SIGTERM or SIGINT; `ready` hears of each, without its password.

    Each has `concurrency` runners. A database that cannot be reached yet is worked on when it answers. Raises
    NotMigrated where one lacks its tables.
    """
    engines: list[Engine] = []
    runners: list[Runners] = []
    try:
        for settings in each:
            engines.append(unchecked_engine(settings, concurrency=concurrency))
            _check_reachable(engines[-1])
            runners.append(modeler.runners(Services(engines[-1], settings, engines[-1])))
        stopped = _stop_signals()
        for engine, runner in zip(engines, runners, strict=True):
            engine.start_workers()
            runner.start()
            ready(engine.database.url.render_as_string())
        stopped.wait()
        log.info("worker stops", seconds=each[0].stop_seconds)
    finally:
        _stop([*(partial(runner.stop, modeler.GIVE_BACK) for runner in runners), *(one.stop for one in engines)])


def _stop(stops: Sequence[Callable[[], None]]) -> None:
    """Stop all at once, so that the time to wait is the same for one and for many."""
    threads = [threading.Thread(target=stop) for stop in stops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _check_reachable(engine: Engine) -> None:
    try:
        check(engine)
    except sa.exc.OperationalError as error:
        log.error("database unreachable", database=engine.database.url.render_as_string(), error=str(error.orig))


def _stop_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set; the second signal ends the process as it would any other."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped
