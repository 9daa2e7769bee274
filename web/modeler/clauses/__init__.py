"""The clause register: wordings with their history, who cites what, and what has to be looked at when a clause changes."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.clauses import review_views, views  # noqa: F401 - each adds its addresses to the same pages.

    return views.pages
