"""The organisation: units, roles, people and what they belong to, from files, in the tables and on pages."""

from flask import Blueprint

from web.organisation.adding import add
from web.organisation.model import Held, Organisation, OrganisationInvalid, Person, Role, Unit
from web.organisation.storing import Loaded, changes, load
from web.organisation.yaml_format import read

__all__ = [
    "Held",
    "Loaded",
    "Organisation",
    "OrganisationInvalid",
    "Person",
    "Role",
    "Unit",
    "add",
    "blueprint",
    "changes",
    "load",
    "read",
]


def blueprint() -> Blueprint:
    from web.organisation import views

    return views.pages
