"""Drafts: the home of the workshop, the page of a procedure, its editors, and what they save."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.drafts import (  # noqa: F401 - each adds its addresses to the same pages.
        carrying,
        changing,
        files_http,
        remarking,
        together,
        versions,
        views,
    )

    return views.pages
