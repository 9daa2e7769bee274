"""What people do: their tasks, starting a procedure, and messages to them."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.inbox import views

    return views.pages
