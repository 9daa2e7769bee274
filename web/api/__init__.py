"""What outside systems call: they open cases, add to them and ask how they stand (clause 3.3.a; docs/connectors.md)."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.api import views

    return views.calls
