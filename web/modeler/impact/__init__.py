"""What another version means for the live cases: tried on each, mapped, and moved to it."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.impact import assessing as assessing  # Both register what their runs do.
    from web.modeler.impact import moving as moving
    from web.modeler.impact import views

    return views.pages
