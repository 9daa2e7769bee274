"""Data stores as auditors and policy officers read them: which there are, their rows, and the case that wrote each."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.stores import views

    return views.pages
