"""Relations between procedures: who uses what, and the map of calls and messages."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.relations import views

    return views.pages
