"""Scenarios edited in plain words: who does what with which answers, what time passes, what must hold then."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.examples import views

    return views.pages
