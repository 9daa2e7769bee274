"""An edited form differs from the original in what was edited, and in nothing else."""

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from editors import difference

from engine.diagrams.weaving import kind, weave

HOUSE = Path(__file__).parents[4]
FORMS = sorted(HOUSE.glob("processes/*/*.form.json"))


def by_the_editor(form: dict[str, Any]) -> bytes:
    """As form-js hands a form back: on one line, every component with a row of its own, its own marks at the end."""
    form = copy.deepcopy(form)
    _rows(form, iter(range(1000)))
    return json.dumps({**form, "exporter": {"name": "form-js", "version": "1.23"}, "schemaVersion": 19}).encode()


def _rows(parent: dict[str, Any], numbers: Any) -> None:
    for component in parent.get("components", []):
        component["layout"] = {"row": f"Row_{next(numbers)}", "columns": None}
        _rows(component, numbers)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_that_nobody_edited_keeps_its_bytes(path: Path) -> None:
    original = path.read_bytes()
    assert weave(original, by_the_editor(json.loads(original)), kind(path.name)) == original


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_random_edits_of_a_form_keep_their_meaning_and_change_few_lines(path: Path) -> None:
    original = path.read_bytes()
    for seed in range(6):
        random = Random(f"{path.name} {seed}")
        form = json.loads(original)
        allowed = _edit(form, random)
        woven = weave(original, by_the_editor(form), "form")
        assert json.loads(woven) == form
        assert woven.endswith(b"\n") == original.endswith(b"\n")
        assert difference(original, woven) <= allowed, f"seed {seed}"


def _edit(form: dict[str, Any], random: Random) -> int:
    """Changes the form; how many lines a difference may have for it."""
    components = form["components"]
    one = random.randrange(len(components))
    lines = json.dumps(components[one], indent=2).count("\n") + 1
    choice = random.randrange(5)
    if choice == 0:
        components[one]["label"] = "改了 “名字”"
        return 4
    if choice == 1:
        components.insert(one, {"type": "textfield", "id": "Field_new", "key": "added", "validate": {"required": True}})
        return 10
    if choice == 2:
        del components[one]
        return lines + 3
    if choice == 3:
        components.append(components.pop(one))
        return 2 * lines + 6
    form["components"].append({**copy.deepcopy(components[one]), "id": "Field_copied"})
    return lines + 3


ORIGINAL = """{ "id" : "f", "schemaVersion": 16,
\t"components": [
\t\t{"id": "a", "label": "甲", "values": [{"label": "是", "value": "y"}, {"label": "否", "value": "n"}]},
\t\t{"id": "b",
\t\t "label": "乙"}
\t],
\t"type": "default"}"""


def edited(change: Any) -> str:
    form = json.loads(ORIGINAL)
    change(form)
    return weave(ORIGINAL.encode(), by_the_editor(form), "form").decode()


def test_one_word_changes_within_its_line() -> None:
    assert edited(lambda form: form["components"][1].update(label="丙")) == ORIGINAL.replace("乙", "丙")


def test_a_new_choice_stands_on_the_line_of_the_others() -> None:
    woven = edited(lambda form: form["components"][0]["values"].append({"label": "或", "value": "m"}))
    assert woven == ORIGINAL.replace('"n"}', '"n"}, {"label": "或", "value": "m"}')


def test_components_change_places_with_their_text() -> None:
    woven = edited(lambda form: form["components"].reverse())
    assert json.loads(woven)["components"][0]["id"] == "b"
    assert '{"id": "a", "label": "甲", "values": [{"label": "是"' in woven


def test_rows_that_somebody_arranged_are_kept() -> None:
    def beside(form: dict[str, Any]) -> None:
        for component in form["components"]:
            component["layout"] = {"row": "Row_1", "columns": 8}

    form = json.loads(ORIGINAL)
    beside(form)
    woven = json.loads(weave(ORIGINAL.encode(), json.dumps(form).encode(), "form"))
    assert [one["layout"] for one in woven["components"]] == [{"row": "Row_1", "columns": 8}] * 2


@pytest.mark.parametrize("strange", [b"", b"[", b"\xff", b'{"a": NaN}', b"[" * 5000 + b"]" * 5000, b"null", b"<a/>"])
def test_what_is_no_form_is_taken_as_it_is(strange: bytes) -> None:
    form = ORIGINAL.encode()
    assert json.loads(weave(strange, form, "form")) == json.loads(form)
    assert weave(form, strange, "form") == strange


def test_a_byte_order_mark_and_escaped_letters_stay() -> None:
    original = b'\xef\xbb\xbf{"id": "f", "label": "\\u7532", "other": 1.0}\r\n'
    woven = weave(original, b'{"id":"f","label":"\xe4\xb9\x99","other":1}', "form")
    assert woven == original.replace(b"\\u7532", b"\\u4e59")
