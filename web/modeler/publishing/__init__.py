"""From a proposed version to one in force: checks, review by a second person, publication, and the operations journal."""

from flask import Blueprint


def blueprint() -> Blueprint:
    from web.modeler.publishing import journal_views
    from web.modeler.publishing import publication as publication  # Registers what its runs do.

    return journal_views.pages
