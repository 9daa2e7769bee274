"""Cases as caseworkers see them: where a case stands, what is known, who did what."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.cases import views

    return views.pages
