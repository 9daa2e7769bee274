"""What each kind of field accepts, and the value that it gives."""

from typing import Any

import pytest

from engine.diagrams.forms import FieldError
from tests.unit.forms.form_text import choice, field, form

NOW = 1_790_000_000_000  # 2026-09-21T22:13:20+08:00


def value(component: dict[str, Any], given: str | list[str] | None, **others: str) -> Any:
    submitted: dict[str, str | list[str]] = dict(others)
    if given is not None:
        submitted["x"] = given
    values, errors = form(component).validate(submitted, {}, NOW)
    assert set(values) | set(errors) == {"x"}
    return errors["x"] if errors else values["x"]


@pytest.mark.parametrize(
    ("component", "given", "expected"),
    [
        (field("textfield"), "  江川路 ", "江川路"),
        (field("textfield"), "", None),
        (field("textfield"), None, None),
        (field("textfield"), "a\r\nb", "a b"),
        (field("textarea"), "a\r\nb\rc", "a\nb\nc"),
        (field("textfield", validate={"validationType": "email"}), "a@b.cn", "a@b.cn"),
        (field("textfield", validate={"validationType": "phone"}), "021-6412 3456", "021-6412 3456"),
        (field("textfield", validate={"pattern": "^[A-Z]{2}$"}), "AB", "AB"),
        (field("number"), "12", 12),
        (field("number"), "１２．５", 12.5),
        (field("number"), "-3.00", -3),
        (field("number"), " ", None),
        (field("number", decimalDigits=2), "1.25", 1.25),
        (field("checkbox"), "on", True),
        (field("checkbox"), None, False),
        (choice("radio", "a", "b"), "b", "b"),
        (choice("select", "a", "b"), "", None),
        (choice("checklist", "a", "b"), ["b", "a", "b"], ["b", "a"]),
        (choice("checklist", "a", "b"), "a", ["a"]),
        (choice("checklist", "a", "b"), None, []),
        (field("datetime", subtype="date"), "2026-02-03", "2026-02-03"),
        (field("datetime", subtype="date"), "2026-2-3", "2026-02-03"),
        (field("datetime", subtype="date"), None, None),
        (field("datetime", subtype="date", disallowPassedDates=True), "2026-09-21", "2026-09-21"),
        (field("filepicker", multiple=True), ["f1", "f2"], ["f1", "f2"]),
        (field("filepicker"), None, []),
    ],
)
def test_accepted(component: dict[str, Any], given: str | list[str] | None, expected: Any) -> None:
    result = value(component, given)
    assert result == expected
    assert type(result) is type(expected)


REQUIRED = {"required": True}


@pytest.mark.parametrize(
    ("component", "given", "code", "parameters"),
    [
        (field("textfield", validate=REQUIRED), " ", "required", {}),
        (field("textfield", validate={"maxLength": 3}), "四个字符", "too_long", {"limit": "3"}),
        (field("textfield", validate={"minLength": 3}), "ab", "too_short", {"limit": "3"}),
        (field("textarea"), "x" * 10_001, "too_long", {"limit": "10000"}),
        (field("textfield"), "a\x00b", "characters", {}),
        (field("textfield", validate={"pattern": "^[A-Z]+$"}), "Ab", "pattern", {}),
        (field("textfield", validate={"validationType": "email"}), "a@b", "email", {}),
        (field("textfield", validate={"validationType": "phone"}), "none", "phone", {}),
        (field("number", validate=REQUIRED), "", "required", {}),
        (field("number"), "twelve", "not_a_number", {}),
        (field("number"), "1e5", "not_a_number", {}),
        (field("number"), "9" * 16, "not_a_number", {}),
        (field("number", validate={"min": 0}), "-1", "too_small", {"limit": "0"}),
        (field("number", validate={"max": 1.5}), "2", "too_large", {"limit": "1.5"}),
        (field("number", decimalDigits=0), "1.5", "too_many_decimals", {"limit": "0"}),
        (field("checkbox", validate=REQUIRED), None, "required", {}),
        (choice("radio", "a", validate=REQUIRED), None, "required", {}),
        (choice("radio", "a"), "z", "not_an_option", {"value": "z"}),
        (choice("select", "a"), "z", "not_an_option", {"value": "z"}),
        (choice("checklist", "a"), ["a", "z"], "not_an_option", {"value": "z"}),
        (choice("checklist", "a", validate=REQUIRED), [], "required", {}),
        (field("datetime", subtype="date"), "2026-02-30", "not_a_date", {}),
        (field("datetime", subtype="date"), "3 May", "not_a_date", {}),
        (field("datetime", subtype="date", validate=REQUIRED), "", "required", {}),
        (
            field("datetime", subtype="date", disallowPassedDates=True),
            "2026-09-20",
            "date_passed",
            {"today": "2026-09-21"},
        ),
        (field("filepicker"), ["f1", "f2"], "too_many", {"limit": "1"}),
        (field("filepicker", validate=REQUIRED), [], "required", {}),
    ],
)
def test_not_accepted(
    component: dict[str, Any], given: str | list[str] | None, code: str, parameters: dict[str, str]
) -> None:
    assert value(component, given) == FieldError(code, parameters)


def test_a_date_in_three_fields() -> None:
    component = field("datetime", subtype="date")
    assert value(component, None, **{"x.year": "2026", "x.month": "2", "x.day": "3"}) == "2026-02-03"
    assert value(component, None, **{"x.year": "２０２６", "x.month": "12", "x.day": "31"}) == "2026-12-31"
    assert value(component, None, **{"x.year": "2026", "x.month": "", "x.day": "3"}) == FieldError("not_a_date")


def test_a_hostile_pattern_is_stopped() -> None:
    from engine.errors import FeelLimitExceeded

    slow = form(field("textfield", validate={"pattern": "^(a+)+$"}))
    with pytest.raises(FeelLimitExceeded):
        slow.validate({"x": "a" * 50 + "!"}, {}, NOW)


def test_what_is_no_field_is_left_out() -> None:
    values, errors = form(field("textfield")).validate({"x": "a", "y": "b"}, {}, NOW)
    assert (values, errors) == ({"x": "a"}, {})
