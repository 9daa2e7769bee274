"""What keeps the system going: incidents, deployed procedures, new deployments."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.operations import assigning

    return assigning.pages
