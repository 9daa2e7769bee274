"""Trying a draft before it is in force: its scenarios played apart from everything, looked at step by step, and what they
pass painted on the diagrams; and scenarios recorded from real cases."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.trials import playing, views

    assert playing.KIND  # Registers what the run does.
    return views.pages
