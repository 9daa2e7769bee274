"""What the diagram editor asks the server: clauses, handlers, what may be referred to, variables at a point, findings."""

from flask import Blueprint


def blueprint() -> Blueprint:
    """The addresses of the diagram editor's questions."""
    from web.modeler.diagrams.views import pages

    return pages
