"""Every sentence that the form editor's sources say, and form-js says on its canvas, has its Chinese."""

import json
import re
from pathlib import Path

MODELER = Path(__file__).parents[4] / "web" / "assets" / "modeler"
LISTED = MODELER / "words" / "forms.msgids.json"
SENTENCE = re.compile(r'"((?:[A-Z][a-z -]|to put |mm/|yyyy/)(?:[^"\\]|\\.)*)"')
OTHERWISE = {"Content-Type", "X-CSRFToken", "Delete"}
"""Of headers and keys; the last is a button's word as well."""


def said() -> list[str]:
    """Texts of the sources that begin as a sentence does."""
    sources = [MODELER / "form.js", *sorted((MODELER / "form").glob("*.js"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = {json.loads(f'"{one}"') for one in SENTENCE.findall(text)}
    return sorted(found - OTHERWISE | {"Delete"})


def test_the_list_is_that_of_the_sources() -> None:
    assert json.loads(LISTED.read_text(encoding="utf-8")) == said()


def test_nothing_is_translated_that_nobody_says() -> None:
    catalogue = (MODELER / "words" / "forms.js").read_text(encoding="utf-8")
    known = {json.loads(f'"{one}"') for one in re.findall(r'^  "((?:[^"\\]|\\.)*)":', catalogue, re.MULTILINE)}
    assert known == set(said())
