"""What proxies and supervisors ask: does the process live, and can it serve. Anybody may ask; nothing else is told."""

import sqlalchemy as sa
import structlog
from flask import Blueprint, Response

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
    """200: the database is reachable and has this version's schema; else 503."""
    return said("ready", 200) if is_ready(services().database) else said("not ready", 503)


def is_ready(database: sa.Engine) -> bool:
    """Whether the database is reachable and has this version's schema; the log says which it is not."""
    try:
        migrated = is_migrated(database)
    except sa.exc.SQLAlchemyError as error:
        log.warning("not_ready", reason="database unreachable", error=type(error).__name__)
        return False
    if not migrated:
        log.warning("not_ready", reason="database of another version")
    return migrated


def said(word: str, status: int) -> Response:
    """A word as plain text."""
    return Response(f"{word}\n", status, mimetype="text/plain")
