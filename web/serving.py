"""Answers requests and runs what is due, for one district or for several in one process."""

import errno
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import FrameType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog
import waitress
from flask import Flask

from engine.runtime.engine import Engine
from web import archive, behind_proxies, create_app, modeler
from web.districts import District, DistrictRouter
from web.programme import NotMigrated, check, open_engine, unchecked_engine
from web.services import services_of
from web.settings import Settings
from web.stand_in import StandIn

if TYPE_CHECKING:  # Only type checkers know this module.
    from _typeshed.wsgi import WSGIApplication

FAR_ABOVE = 8
"""How many times the largest accepted request the server reads (into a file) before it hangs up: below that, a page in
the reader's language says what was too large."""

log = structlog.get_logger()


class PortTaken(RuntimeError):
    """Another program listens where the server should."""


def serve(settings: Settings, ready: Callable[[str], None], stand_in: StandIn | None = None) -> None:
    """Run workers and web server until SIGTERM or SIGINT; says the address once it answers. Raises PortTaken.

    A `stand_in` plays those outside systems that are not set up.
    """
    settings = stand_in.connected(settings) if stand_in else settings

    def begun(port: int) -> None:
        address = _address(settings, port)
        if stand_in:
            stand_in.push_to(address)
        ready(address)

    with ExitStack() as opened:
        engine = opened.enter_context(open_engine(settings))
        app = create_app(settings, engine, _archive(opened, settings))
        _run(settings, [app], app, begun)


def serve_districts(settings: Settings, districts: Sequence[District], ready: Callable[[str], None]) -> None:
    """The same for several districts in one process, each with an engine and workers of its own.

    A district whose database cannot be reached keeps no other from being served; it is when its database is back.
    """

    def begun(port: int) -> None:
        for district in districts:
            ready(district.settings.public_url or f"http://{district.hosts[0]}:{port}/")

    apps: list[tuple[District, Flask]] = []
    with ExitStack() as opened:
        for district in districts:
            engine = opened.enter_context(unchecked_engine(district.settings))
            _check_reachable(district, engine)
            apps.append((district, create_app(district.settings, engine, _archive(opened, district.settings))))
        router = behind_proxies(DistrictRouter(apps), settings.trusted_proxies)
        _run(settings, [app for _, app in apps], router, begun)


def _check_reachable(district: District, engine: Engine) -> None:
    try:
        check(engine)
    except NotMigrated as error:
        raise NotMigrated(f"District {district.key}: {error}") from error
    except sa.exc.OperationalError as error:
        log.error("district_unreachable", district=district.key, error=str(error.orig))


def _archive(opened: ExitStack, settings: Settings) -> Engine | None:
    """What audit and reports read from; only their pages suffer while it is away."""
    found = archive.open_archive(settings)
    if found is None:
        return None
    opened.enter_context(found)
    try:
        archive.check(found)
    except sa.exc.OperationalError as error:
        log.error("reports_database_unreachable", error=str(error.orig))
    return found


def _run(settings: Settings, apps: Sequence[Flask], served: "WSGIApplication", begun: Callable[[int], None]) -> None:
    """Serve what holds the applications, and run what is due of each, until told to stop; `begun` hears the port once it
    answers."""
    try:
        server = web_server(settings, served)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken from error
        raise
    signal.signal(signal.SIGTERM, _stop)
    embedded = [given for given in map(services_of, apps) if not given.engine.distributed]
    runners = [modeler.runners(given) for given in embedded]
    for given, runner in zip(embedded, runners, strict=True):
        given.engine.start_workers()
        runner.start()
    for app in apps:
        modeler.warm(app)
    try:
        begun(server.effective_port)
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        for runner in runners:
            runner.stop(modeler.GIVE_BACK)


def _address(settings: Settings, port: int) -> str:
    return settings.public_url or f"http://{settings.host}:{port}/"


def web_server(settings: Settings, app: "WSGIApplication") -> Any:
    """The application on its port, not running yet. Raises OSError where the port is taken."""
    return waitress.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        max_request_body_size=settings.request_bytes * FAR_ABOVE,
        ident="",
    )


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
