"""Choices whose options an expression yields from the case and the organisation."""

from typing import Any

import pytest
from form_text import choice, field, form

from engine.diagrams.forms import FieldError, Option
from engine.errors import FeelError

NOW = 1_767_240_000_000
UNITS = [
    {"value": "east", "label": "东片", "label_en": "East", "kind": "street", "street": ""},
    {"value": "west", "label": "西片", "label_en": "West", "kind": "street", "street": ""},
    {"value": "east-police", "label": "东所", "label_en": "East station", "kind": "agency", "street": "east"},
    {"value": "west-police", "label": "西所", "label_en": "West station", "kind": "agency", "street": "west"},
]
ORGANISATION = {"organisation": {"units": UNITS}}
STREETS = '=organisation.units[kind = "street"]'
OF_STREET = "=organisation.units[item.street = data.street]"


def test_options_come_from_an_expression_with_both_labels() -> None:
    asked = form(field("select", valuesExpression=STREETS))
    assert asked.choices(ORGANISATION, NOW) == {"x": (Option("east", "东片", "East"), Option("west", "西片", "West"))}


@pytest.mark.parametrize(
    ("yielded", "values"),
    [
        (None, []),
        ([], []),
        (["a", "b", None, "a"], ["a", "b"]),
        ([1, 2.5], ["1", "2.5"]),
        ([{"value": "a"}, {"value": "b", "label": None}], ["a", "b"]),
    ],
)
def test_options_may_be_plain_or_none(yielded: Any, values: list[str]) -> None:
    found = form(field("radio", valuesExpression="=given")).choices({"given": yielded}, NOW)["x"]
    assert [option.value for option in found] == values
    assert [option.label for option in found] == values


@pytest.mark.parametrize("yielded", ["text", 5, [True], [[]], [{"label": "no value"}], [{"value": "a", "label": 1}]])
def test_what_is_no_list_of_options_is_an_error_that_names_the_field(yielded: Any) -> None:
    with pytest.raises(FeelError, match="the field x"):
        form(field("select", valuesExpression="=given")).choices({"given": yielded}, NOW)


@pytest.mark.parametrize("kind", ["select", "radio"])
def test_only_what_is_offered_is_accepted(kind: str) -> None:
    asked = form(field(kind, valuesExpression=STREETS))
    assert asked.validate({"x": "west"}, ORGANISATION, NOW) == ({"x": "west"}, {})
    refused = FieldError("not_an_option", {"value": "east-police"})
    assert asked.validate({"x": "east-police"}, ORGANISATION, NOW) == ({}, {"x": refused})
    assert asked.validate({}, ORGANISATION, NOW) == ({"x": None}, {})


def test_every_box_of_a_checklist_is_offered() -> None:
    asked = form(field("checklist", valuesExpression=STREETS))
    assert asked.validate({"x": ["west", "east"]}, ORGANISATION, NOW)[0] == {"x": ["west", "east"]}
    assert asked.validate({"x": ["west", "north"]}, ORGANISATION, NOW)[1].keys() == {"x"}
    assert asked.validate({}, ORGANISATION, NOW) == ({"x": []}, {})


def test_options_may_follow_another_field_or_the_case() -> None:
    street, agency = field("select", "street", valuesExpression=STREETS), field("select", valuesExpression=OF_STREET)
    asked = form(street, agency)
    assert asked.changes_by_answers
    chosen = {"street": "west", "x": "west-police"}
    assert asked.validate(chosen, ORGANISATION, NOW) == (chosen, {})
    assert asked.validate({**chosen, "street": "east"}, ORGANISATION, NOW)[1].keys() == {"x"}
    alone = form(agency)
    assert alone.validate({"x": "west-police"}, {**ORGANISATION, "street": "west"}, NOW)[1] == {}
    assert alone.validate({"x": "west-police"}, {**ORGANISATION, "street": "east"}, NOW)[1].keys() == {"x"}


def test_a_form_says_whether_answers_change_it_and_what_it_reads() -> None:
    assert not form(field("select", valuesExpression=STREETS)).changes_by_answers
    assert "organisation" in form(field("select", valuesExpression=STREETS)).reads()
    assert "organisation" not in form(choice("select", "a", "b")).reads()


def test_hidden_and_read_only_choices_are_not_checked() -> None:
    hidden = field("select", valuesExpression=STREETS, conditional={"hide": "=true"})
    assert form(hidden).validate({"x": "gone"}, ORGANISATION, NOW) == ({}, {})
    shown = field("select", valuesExpression=STREETS, readonly=True)
    assert form(shown).validate({"x": "gone"}, {**ORGANISATION, "x": "closed"}, NOW) == ({}, {})


def test_a_default_may_be_one_of_them() -> None:
    asked = form(field("select", valuesExpression=STREETS, defaultValue="east"))
    assert asked.fields[0].default == "east"
