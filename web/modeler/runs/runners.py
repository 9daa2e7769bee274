"""The threads that do runs, beside those of the engine: no timer and no message waits behind a run."""

import threading
import time

import structlog
from flask import Flask

from web import language
from web.modeler.runs.doing import due_runs
from web.services import Services

THREADS = 2
"""So that a test of seconds does not wait behind a migration of minutes."""

log = structlog.get_logger()


class Runners:
    """Do the runs of one database, which others may do as well."""

    def __init__(self, services: Services) -> None:
        self._services = services
        # What the work calls asks for the services of an application; it answers no requests.
        self._app = Flask(__name__)
        services.attach(self._app)
        language.init(self._app)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads."""
        for number in range(1, THREADS + 1):
            self._threads.append(threading.Thread(target=self._live, name=f"runs {number}", daemon=True))
            self._threads[-1].start()

    def stop(self, timeout: float) -> None:
        """Take nothing more, and wait at most `timeout` seconds until what is under way is given back. What says nothing
        until then is cut off with the process, and begun anew as after a crash."""
        self._stopping.set()
        end = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(end - time.monotonic(), 0))

    def _live(self) -> None:
        due = due_runs(self._services, self._stopping)
        while not self._stopping.is_set():
            taken = 0
            try:
                with self._app.app_context():
                    taken = due.round().taken
            except Exception:
                log.exception("runner failed", worker=threading.current_thread().name)
            if not taken:
                self._stopping.wait(self._services.engine.settings.poll / 1000)
