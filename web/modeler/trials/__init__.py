"""Trying a draft before it is in force: its scenarios played apart from everything, looked at step by step, and what they
pass painted on the diagrams; and scenarios recorded from real cases."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.trials import views
    from web.modeler.trials.recording import making as making  # Registers what its run does, and adds its addresses.

    return views.pages
