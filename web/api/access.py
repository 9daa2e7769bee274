"""Who calls: a system by its bearer token (RFC 6750), so many times a minute, each call written down."""

import sqlalchemy as sa
from flask import Response, g, request
from flask_babel import gettext

from engine.store.database import reading
from handlers.connectors.systems import OutsideSystem
from web.account import throttle
from web.api.problems import More, Problem
from web.language import LANGUAGES
from web.permissions import record
from web.services import services
from web.tables import access_record

MINUTE = 60_000


def admit() -> None:
    """Set `g.system` and the language of the answer. Raises Problem for a stranger and for too many calls."""
    g.language = request.accept_languages.best_match(list(LANGUAGES), "zh")
    g.outcome = "denied"
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    known = [one for one in services().settings.outside.values() if one.knows(token.strip())]
    if scheme.lower() != "bearer" or not known:
        raise _stranger()
    g.system = known[0]
    if _calls_since(g.system, services().now() - MINUTE) >= services().settings.pushes_per_minute:
        g.outcome = "refused"
        raise _too_many()
    g.outcome = "done"


def write_down(response: Response) -> Response:
    """Record the call by what became of it."""
    outcome = "refused" if response.status_code >= 400 and g.outcome == "done" else g.outcome
    record("call interface", f"{request.method} {request.path} {response.status_code}", outcome)
    return response


def caller() -> OutsideSystem:
    """The system that calls."""
    found = g.system
    assert isinstance(found, OutsideSystem)
    return found


def person(system: OutsideSystem) -> str:
    """The name under which a system stands in the access record; no person's id holds a colon."""
    return f"system:{system.id}"


def _calls_since(system: OutsideSystem, since: int) -> int:
    mine = sa.and_(access_record.c.person == person(system), access_record.c.at > since)
    with reading(services().database) as connection:
        return int(connection.scalar(sa.select(sa.func.count()).where(mine)) or 0)


def _stranger() -> Problem:
    """Wrong tokens are counted apart from wrong passwords: a misconfigured system must keep nobody from signing in."""
    given = services()
    failures, minutes = given.settings.sign_in_failures, given.settings.sign_in_window_minutes
    address = f"interface {request.remote_addr or ''}"[:64]
    if not throttle.attempt(given.database, "interface", address, given.now(), failures, minutes):
        return _too_many()
    words = (
        gettext("The system is not known"),
        gettext("Send the token that you were given in the header Authorization: Bearer …"),
    )
    return Problem(401, "unauthorized", words, More(headers={"WWW-Authenticate": "Bearer"}))


def _too_many() -> Problem:
    words = (
        gettext("Too many calls"),
        gettext("Wait a minute, then send it again under the same Idempotency-Key."),
    )
    return Problem(429, "too-many-calls", words, More(headers={"Retry-After": "60"}))
