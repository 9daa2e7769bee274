"""Leads every request to the district whose host it asks for, and no further."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.wrappers import Response
from werkzeug.wsgi import get_host, get_path_info

from web.districts.file import District
from web.health import is_ready, said
from web.security import CONTENT_SECURITY_POLICY
from web.services import services_of

if TYPE_CHECKING:  # Only type checkers know this module.
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_PAGE = Path(__file__).parent / "templates" / "no_district.html"


class DistrictRouter:
    """A WSGI application in front of one application a district.

    A host that is no district's gets a page that says so. Health checks may name any host, since a proxy asks by the
    machine's address: there `/readyz` is 200 while any district is ready, so that one district's database being away
    does not take the others from the proxy; asked by its host, a district answers for itself.
    """

    def __init__(self, served: Sequence[tuple[District, Flask]]) -> None:
        self._apps = {host: app for district, app in served for host in district.hosts}
        self._databases = [services_of(app).database for _, app in served]
        self._page = _PAGE.read_bytes()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        app = self._apps.get(_host(environ)) or self._nowhere(get_path_info(environ))
        return app(environ, start_response)

    def _nowhere(self, path: str) -> Response:
        if path == "/healthz":
            return said("ok", 200)
        if path == "/readyz":
            ready = any(is_ready(database) for database in self._databases)
            return said("ready", 200) if ready else said("not ready", 503)
        response = Response(self._page, 404, mimetype="text/html")
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response


def _host(environ: "WSGIEnvironment") -> str:
    """The name that was asked for, without a port; '' for what is none."""
    try:
        return (urlsplit("//" + get_host(environ)).hostname or "").rstrip(".")
    except ValueError:
        return ""
