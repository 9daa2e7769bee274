"""The policy workshop: procedures are edited, tried, judged, reviewed and published in the browser."""

from flask import Blueprint

from web.modeler import (
    clauses,
    comparison,
    decisions,
    diagrams,
    drafts,
    examples,
    forms,
    impact,
    pictures,
    publishing,
    relations,
    runs,
    trials,
)
from web.modeler.runs import Runners
from web.modeler.warming import warm
from web.services import Services

__all__ = ["GIVE_BACK", "blueprint", "runners", "warm"]

_EDITING = (decisions, diagrams, drafts, examples, forms, pictures)
_JUDGING = (clauses, comparison, impact, publishing, relations, runs, trials)

GIVE_BACK = 3.0
"""Seconds that the end of a process waits for runs under way to be given back."""


def blueprint() -> Blueprint:
    """The pages under /workshop; each part is a blueprint of its own within it."""
    pages = Blueprint("modeler", __name__, template_folder="templates", url_prefix="/workshop")
    for package in (*_EDITING, *_JUDGING):
        pages.register_blueprint(package.blueprint())
    return pages


def runners(services: Services) -> Runners:
    """What does the workshop's long work on a database, not started yet."""
    blueprint()  # Its packages register what runs can do.
    return Runners(services)
