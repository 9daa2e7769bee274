"""A diagram that the browser drew, as a document."""

from flask import Blueprint


def blueprint() -> Blueprint:
    """Takes drawings in, gives documents out."""
    from web.modeler.pictures.views import pages

    return pages
