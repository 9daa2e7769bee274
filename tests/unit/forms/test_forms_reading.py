"""What a form file says is kept; what cannot be done is refused with the component and a remedy."""

from typing import Any

import pytest

from engine.diagrams import forms
from engine.diagrams.forms import Option
from engine.errors import Finding, Refused
from tests.unit.forms.form_text import choice, data, field, form


def findings(content: bytes) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        forms.read("test.form", content)
    return caught.value.findings


def test_both_languages_and_personal_data() -> None:
    read = form(
        field(
            "textfield",
            "reporter",
            description="反映人",
            properties={"label_en": "Reporter", "description_en": "Who told us", "personal": "true"},
            layout={"row": "r1", "columns": 8},
            appearance={"prefixAdorner": "前", "suffixAdorner": "后"},
            defaultValue="匿名",
        )
    ).components[0]
    assert (read.label, read.label_en) == ("REPORTER", "Reporter")
    assert (read.description, read.description_en) == ("反映人", "Who told us")
    assert read.personal
    assert (read.row, read.span, read.prefix, read.suffix) == ("r1", 8, "前", "后")
    assert read.default == "匿名"


@pytest.mark.parametrize(
    "english", ["Alpha | Beta", '{"a": "Alpha", "b": "Beta"}', {"a": "Alpha", "b": "Beta"}, ["Alpha", "Beta"]]
)
def test_options_in_english(english: Any) -> None:
    read = form(choice("select", "a", "b", properties={"options_en": english}))
    assert read.components[0].options == (Option("a", "A", "Alpha"), Option("b", "B", "Beta"))


def test_the_label_of_a_date() -> None:
    component = {"type": "datetime", "key": "due", "id": "d", "subtype": "date", "dateLabel": "期限"}
    assert form(component).components[0].label == "期限"


def test_defaults_are_values() -> None:
    read = form(
        field("number", "n", defaultValue=3),
        choice("checklist", "a", "b", key="c", defaultValue=["b"]),
        field("checkbox", "k", defaultValue=True),
        field("datetime", "d", subtype="date", defaultValue="2026-01-02"),
    )
    assert [component.default for component in read.fields] == [3, ["b"], True, "2026-01-02"]


def test_every_kind_is_read() -> None:
    read = form(
        {"type": "separator", "id": "s"},
        {"type": "spacer", "id": "p", "height": 30},
        {"type": "group", "id": "g", "label": "G", "showOutline": True, "components": [field("number", increment=5)]},
    )
    assert [component.kind for component in read.walk()] == ["separator", "spacer", "group", "number"]
    assert [component.key for component in read.fields] == ["x"]


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        ({"type": "html", "id": "x", "content": "<b>"}, "form.component"),
        ({"type": "iframe", "id": "x", "url": "https://example.org"}, "form.component"),
        ({"type": "button", "id": "x", "label": "x"}, "form.component"),
        ({"type": "dynamiclist", "id": "x", "path": "x", "components": []}, "form.component"),
        ({"type": "text", "id": "x", "text": "<script>"}, "form.markup"),
        ({"type": "text", "id": "x", "text": "{{name}}"}, "form.markup"),
        ({"type": "text", "id": "x", "text": "=1 +"}, "form.expression"),
        ({"type": "table", "id": "x", "columns": [], "dataSource": "=a"}, "form.columns"),
        ({"type": "table", "id": "x", "columns": [{"key": "a"}], "dataSource": "a"}, "form.feel"),
        (field("textfield", label="=name"), "form.template"),
        (field("textfield", conditional={"hide": "always"}), "form.feel"),
        (field("textfield", conditional={"hide": "=a ==1"}), "form.expression"),
        (field("textfield", validate={"pattern": "("}), "form.pattern"),
        (field("textfield", validate={"maxLength": "=n"}), "form.value"),
        (field("textfield", readonly="=locked"), "form.value"),
        (field("textfield", unknown="yes"), "form.property"),
        (field("textfield", validate={"custom": 1}), "form.property"),
        (field("number", serializeToString=True), "form.property"),
        (field("number", defaultValue="many"), "form.default"),
        (field("datetime", subtype="datetime"), "form.value"),
        (choice("select"), "form.options"),
        (choice("select", "a", "a"), "form.options"),
        (field("select", valuesExpression="list"), "form.feel"),
        (field("select", valuesExpression="=list["), "form.expression"),
        (choice("select", "a", valuesExpression="=list"), "form.options"),
        (field("select", valuesExpression="=units[item.street = street]"), "form.shadowed"),
        (field("select", valuesExpression="=units[street = street]"), "form.shadowed"),
        (field("select", valuesExpression='=units[kind = "street" and street=item.street]'), "form.shadowed"),
        (choice("select", "a", "b", properties={"options_en": "Only one"}), "form.translations"),
        ({"type": "textfield", "id": "x"}, "form.key"),
    ],
)
def test_refused_components(component: dict[str, Any], rule: str) -> None:
    found = findings(data(component))
    assert rule in [finding.rule for finding in found]
    assert all(finding.element == "x" and finding.message and finding.remedy for finding in found)


def test_dotted_keys_are_refused() -> None:
    assert [finding.rule for finding in findings(data(field("textfield", "a.b")))] == ["form.key"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "form.json"),
        (b"[]", "form.json"),
        (b"\xff\xfe", "form.json"),
        (b"[" * 100_000, "form.json"),
        (b" " * 1_000_001, "form.size"),
        (data(schemaVersion=15), "form.version"),
        (data(id=""), "form.id"),
        (data(type="other"), "form.type"),
        (data(surprise=1), "form.property"),
        (data(components={}), "form.nesting"),
        (data("text"), "form.json"),  # type: ignore[arg-type]
        (data(field("textfield"), field("number")), "form.name"),
    ],
)
def test_refused_files(content: bytes, rule: str) -> None:
    assert [finding.rule for finding in findings(content)] == [rule]


def test_groups_may_not_be_nested_without_end() -> None:
    component: dict[str, Any] = {"type": "group", "id": "g0", "components": []}
    for number in range(1, 15):
        component = {"type": "group", "id": f"g{number}", "components": [component]}
    assert [finding.rule for finding in findings(data(component))] == ["form.nesting"]


def test_all_findings_are_told() -> None:
    found = findings(data({"type": "html", "id": "a"}, field("textfield", "b", label="=x"), schemaVersion=1))
    assert sorted(finding.rule for finding in found) == ["form.component", "form.template", "form.version"]
