"""The web application: server-rendered pages for caseworkers, auditors and operators."""

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.runtime.engine import Engine
from web import (
    account,
    api,
    audit,
    cases,
    failures,
    health,
    inbox,
    language,
    modeler,
    operations,
    organisation,
    pages,
    security,
    stores,
)
from web.services import Services
from web.settings import Settings

if TYPE_CHECKING:  # Only type checkers know this module.
    from _typeshed.wsgi import WSGIApplication

__all__ = ["behind_proxies", "create_app"]

FORM_BYTES = 2 * 1024 * 1024
"""All that is typed into one form together; its files come on top."""


def create_app(settings: Settings, engine: Engine, archive: Engine | None = None) -> Flask:
    """Make the WSGI application over a running or stopped engine; it starts and stops nothing itself.

    Audit and reports read through `archive`, an engine on a replica, where there is one.
    """
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY=settings.secret(),
        MAX_CONTENT_LENGTH=settings.request_bytes,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        SESSION_COOKIE_NAME="tiaokuai",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
    )
    app.wsgi_app = behind_proxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[assignment,method-assign]
    Services(engine, settings, archive or engine).attach(app)
    language.init(app)
    failures.init(app)
    pages.init(app)
    for package in (account, inbox, cases, audit, stores, modeler, operations, organisation):
        app.register_blueprint(package.blueprint())
    interface = api.blueprint()
    app.register_blueprint(interface)
    app.register_blueprint(health.checks)
    security.init(app, interface)
    return app


def behind_proxies(app: "WSGIApplication", hops: int) -> "WSGIApplication":
    """The application as it sees its callers through so many reverse proxies."""
    return ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops) if hops else app
