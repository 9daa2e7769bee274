"""Histories as auditors read them: every command in words, and the proof that nothing was changed."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.audit import views

    return views.pages
