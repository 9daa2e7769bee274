"""Who may start a procedure, and for which unit."""

from web.account.people import Membership, Visitor
from web.language import Name
from web.permissions import may_start, starts_for_own_unit

NAME = Name("", "")
PROPERTIES = {"starters": "applicant, inspector", "starterUnit": "place"}


def visitor(role: str, unit: str, street: str = "") -> Visitor:
    return Visitor("mei", NAME, "", (Membership(role, unit, NAME, NAME, street),))


def test_only_the_named_roles_may_start() -> None:
    assert may_start(visitor("applicant", "water"), PROPERTIES)
    assert not may_start(visitor("auditor", "water"), PROPERTIES)
    assert not may_start(visitor("applicant", "water"), {})


def test_a_procedure_is_started_for_a_unit_of_ones_own() -> None:
    assert starts_for_own_unit(visitor("applicant", "water"), PROPERTIES, {"place": "water"})
    assert not starts_for_own_unit(visitor("applicant", "water"), PROPERTIES, {"place": "housing"})
    assert not starts_for_own_unit(visitor("applicant", "water"), PROPERTIES, {})


def test_a_centre_starts_for_its_street() -> None:
    inspector = visitor("inspector", "jiangchuan-grid", "jiangchuan")
    assert starts_for_own_unit(inspector, PROPERTIES, {"place": "jiangchuan"})
    assert not starts_for_own_unit(inspector, PROPERTIES, {"place": "gumei"})


def test_a_role_that_may_not_start_lends_no_unit() -> None:
    assert not starts_for_own_unit(visitor("auditor", "water"), PROPERTIES, {"place": "water"})


def test_without_the_property_every_unit_will_do() -> None:
    assert starts_for_own_unit(visitor("applicant", "water"), {"starters": "applicant"}, {"place": "housing"})
