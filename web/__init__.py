"""The web application: server-rendered pages for caseworkers, auditors and operators."""

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
    operations,
    organisation,
    pages,
    security,
    stores,
)
from web.services import Services
from web.settings import Settings

__all__ = ["create_app"]

FORM_BYTES = 2 * 1024 * 1024
"""All that is typed into one form together; its files come on top."""


def create_app(settings: Settings, engine: Engine) -> Flask:
    """Make the WSGI application over a running or stopped engine; it starts and stops nothing itself."""
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
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Services(engine, settings).attach(app)
    language.init(app)
    failures.init(app)
    pages.init(app)
    for package in (account, inbox, cases, audit, stores, operations, organisation):
        app.register_blueprint(package.blueprint())
    interface = api.blueprint()
    app.register_blueprint(interface)
    app.register_blueprint(health.checks)
    security.init(app, interface)
    return app
