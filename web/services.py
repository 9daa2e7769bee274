"""What the views work with: the engine, its database, the settings and the clock of one application."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, current_app

from engine.runtime.engine import Engine
from web.settings import Settings

_KEY = "tiaokuai"


@dataclass(frozen=True, slots=True)
class Services:
    """One per application."""

    engine: Engine
    settings: Settings
    archive: Engine
    """The same engine, or one on a replica: audit and reports read there, nothing is decided or written by it."""

    @property
    def database(self) -> sa.Engine:
        return self.engine.database

    def now(self) -> int:
        """Milliseconds since 1970, UTC, by the engine's clock."""
        return self.engine.clock.now()

    def attach(self, app: Flask) -> None:
        app.extensions[_KEY] = self


def services() -> Services:
    """The services of the application that answers the present request."""
    return services_of(current_app)


def services_of(app: Flask) -> Services:
    """The services of an application."""
    found = app.extensions[_KEY]
    assert isinstance(found, Services)
    return found
