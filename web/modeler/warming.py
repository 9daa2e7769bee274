"""What the first editor would wait for is read while nobody waits: all procedures, which takes seconds."""

from threading import Thread

import structlog
from flask import Flask

from web.modeler.diagrams import surroundings

log = structlog.get_logger()


def warm(app: Flask) -> None:
    """Begin to read all procedures of an application's database, in a thread that keeps no process from ending."""
    Thread(target=_read, args=(app,), name="workshop-warming", daemon=True).start()


def _read(app: Flask) -> None:
    try:
        with app.app_context():
            surroundings.all_procedures()
    except Exception as error:  # noqa: BLE001 - nothing hangs on it: who opens an editor reads anew, and is told what is wrong.
        log.warning("workshop_not_warmed", error=str(error))
