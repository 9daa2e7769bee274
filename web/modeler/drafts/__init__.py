"""Drafts: the home of the workshop, the page of a procedure, its editors, and what they save."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.drafts import files_http, together, views  # noqa: F401 - each adds to the same pages.

    return views.pages
