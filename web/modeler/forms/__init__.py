"""The form editor's server side: a form as caseworkers get it, drawn from what is being edited."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.forms import views

    return views.pages
