"""What proxies and supervisors ask: does the process live, and can it serve. Anybody may ask; nothing else is told."""

import structlog
from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from engine.store.migrate import is_migrated
from web.services import services

checks = Blueprint("health", __name__)
log = structlog.get_logger()


@checks.get("/healthz")
def alive() -> Response:
    """200: this process answers. It asks no database: restarting the process would not mend that."""
    return said("ok", 200)


@checks.get("/readyz")
def ready() -> Response:
    """200: the database is reachable and has this version's schema; else 503, and the log says which it is."""
    try:
        migrated = is_migrated(services().database)
    except SQLAlchemyError as error:
        log.warning("not_ready", reason="database unreachable", error=type(error).__name__)
        return said("not ready", 503)
    if not migrated:
        log.warning("not_ready", reason="database of another version")
    return said("ready", 200) if migrated else said("not ready", 503)


def said(word: str, status: int) -> Response:
    """A word as plain text."""
    return Response(f"{word}\n", status, mimetype="text/plain")
