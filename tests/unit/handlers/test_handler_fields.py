"""Every handler, its inputs, outputs and choices have words in both languages, and nothing has words that is not there."""

from collections.abc import Iterator

import handlers.registry
from handlers import wording
from handlers.fields import Field, Template, template

TEMPLATES: dict[str, Template] = {name: template(one) for name, one in handlers.registry.load().items()}


def _fields(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _fields(field.rows)


ALL = [field for one in TEMPLATES.values() for field in _fields((*one.inputs, *one.outputs))]


def test_both_languages_for_everything() -> None:
    assert {name for name in TEMPLATES if name not in wording.HANDLERS} == set()
    assert {field.name for field in ALL if field.name not in wording.FIELDS} == set()
    spoken = [one.label for one in TEMPLATES.values()] + [field.label for field in ALL]
    spoken += [choice.label for field in ALL for choice in field.choices]
    assert [
        words for words in spoken if not any("\u4e00" <= sign <= "\u9fff" for sign in words.zh) or not words.en
    ] == []


def test_no_words_without_their_thing() -> None:
    assert set(wording.HANDLERS) == set(TEMPLATES)
    assert set(wording.FIELDS) == {field.name for field in ALL}
    choices = {(field.name, choice.value) for field in ALL for choice in field.choices}
    assert {(field, value) for field, known in wording.CHOICES.items() for value in known} == choices


def test_kinds_follow_the_types() -> None:
    inputs = {field.name: field for field in TEMPLATES["personnel-proposal"].inputs}
    assert inputs["signedOn"].kind == "date"
    assert inputs["body"].kind == "text"
    assert [(row.name, row.required) for row in inputs["evidence"].rows][:2] == [("year", True), ("grade", True)]
    outputs = {field.name: field for field in TEMPLATES["find-case"].outputs}
    assert outputs["found"].kind == "yes_no"
