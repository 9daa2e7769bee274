"""Decision tables in the workshop: what their editor asks the server.

A table is tried with values and kept examples on the engine that will decide the cases, and read as plain HTML tables.
The editor's page itself is one of the drafts' editors.
"""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.decisions import views

    return views.pages
