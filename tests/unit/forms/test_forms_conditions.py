"""Hidden components, read-only fields, and texts and tables that show variables."""

import pytest

from engine.diagrams.forms import FieldError
from engine.errors import FeelError
from tests.unit.forms.form_text import choice, field, form

NOW = 1_790_000_000_000
HIDDEN = {"hide": '=kind != "other"'}


def test_hidden_fields_are_dropped_with_their_errors() -> None:
    read = form(
        choice("select", "grid", "other", key="kind"),
        field("textfield", "reason", validate={"required": True}, conditional=HIDDEN),
    )
    assert read.validate({"kind": "grid", "reason": "kept?"}, {}, NOW) == ({"kind": "grid"}, {})
    assert read.validate({"kind": "grid"}, {}, NOW) == ({"kind": "grid"}, {})
    assert read.validate({"kind": "other"}, {}, NOW) == ({"kind": "other"}, {"reason": FieldError("required")})
    assert read.visible({"kind": "other"}, NOW) == {"kind", "reason"}
    assert read.visible({"kind": "grid"}, NOW) == {"kind"}


def test_a_hidden_group_hides_what_it_holds() -> None:
    group = {"type": "group", "id": "g", "label": "G", "components": [field("textfield", "in")], "conditional": HIDDEN}
    read = form(choice("radio", "grid", "other", key="kind"), group)
    assert read.visible({"kind": "grid"}, NOW) == {"kind"}
    assert read.visible({"kind": "other"}, NOW) == {"kind", "g", "in"}
    assert read.validate({"kind": "grid", "in": "a"}, {}, NOW)[0] == {"kind": "grid"}


def test_a_hidden_field_counts_as_absent_for_other_conditions() -> None:
    read = form(
        field("checkbox", "a"),
        field("checkbox", "b", conditional={"hide": "=a = false"}),
        field("textfield", "c", conditional={"hide": "=b != true"}),
    )
    assert read.validate({"b": "on", "c": "text"}, {}, NOW)[0] == {"a": False}
    assert read.validate({"a": "on", "b": "on", "c": "text"}, {}, NOW)[0] == {"a": True, "b": True, "c": "text"}


def test_conditions_see_the_variables_and_the_clock() -> None:
    read = form(field("textfield", conditional={"hide": '=level > 3 or today() > date("2026-10-01")'}))
    assert read.validate({"x": "a"}, {"level": 4}, NOW)[0] == {}
    assert read.validate({"x": "a"}, {"level": 1}, NOW)[0] == {"x": "a"}
    assert read.validate({"x": "a"}, {"level": 1}, NOW + 30 * 86_400_000)[0] == {}


def test_a_condition_on_something_missing_shows_the_field() -> None:
    assert form(field("textfield", conditional={"hide": "=missing > 3"})).visible({}, NOW) == {"x"}


def test_a_failing_condition_is_an_error() -> None:
    read = form(field("textfield", conditional={"hide": '=is working day("1900-01-01")'}))
    with pytest.raises(FeelError, match="1900"):
        read.visible({}, NOW)


@pytest.mark.parametrize("way", ["readonly", "disabled"])
def test_read_only_fields_take_no_value(way: str) -> None:
    read = form(field("textfield", **{way: True}, validate={"required": True}), field("textfield", "y"))
    assert read.fields[0].readonly
    assert read.validate({"x": "forged", "y": "b"}, {"x": "kept"}, NOW) == ({"y": "b"}, {})


def test_texts_and_tables_show_variables() -> None:
    read = form(
        {
            "type": "text",
            "id": "t",
            "text": '="案件 **" + number + "**"',
            "properties": {"text_en": '="Case " + number'},
        },
        {
            "type": "text",
            "id": "plain",
            "text": "## 说明\n\n见 <https://example.org>",
            "properties": {"text_en": "## Note"},
        },
        {
            "type": "table",
            "id": "rows",
            "label": "R",
            "dataSource": "=opinions",
            "columns": [{"label": "街道", "key": "street"}],
            "properties": {"columns_en": "Street"},
        },
    )
    variables = {"number": "00123", "opinions": [{"street": "江川路", "agree": True}]}
    rows = [{"street": "江川路", "agree": True}]
    assert read.views(variables, NOW) == {"t": "案件 **00123**", "rows": rows}
    assert read.views(variables, NOW, "en")["t"] == "Case 00123"
    assert read.views({}, NOW) == {"t": "", "rows": []}
    assert read.components[1].text_en == "## Note"
    assert read.components[2].columns[0].label_en == "Street"
