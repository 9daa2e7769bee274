"""A form that is being edited, drawn and checked by the very code that caseworkers get; nothing is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.diagrams import forms
from engine.diagrams.forms import Component, Form
from engine.diagrams.forms.form import DATA
from engine.errors import EngineError, Refused
from web.inbox.drafts import Fields
from web.inbox.fields import Sheet, error_words, lay_out
from web.inbox.submission import file_fields
from web.language import pick
from web.services import services

MOST_EXAMPLES = 60
"""More values than anybody would type in by hand."""


@dataclass(frozen=True, slots=True)
class Example:
    """A value that the form expects the case to have: the variable, what the form calls it, what was typed for it."""

    key: str
    label: str
    text: str
    hint: str = ""
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """One variable that the case would get."""

    key: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Preview:
    """The form as it is drawn. `refused` says why it cannot be; `fault` which expression failed on these values."""

    sheet: Sheet
    examples: tuple[Example, ...] = ()
    taken: tuple[Taken, ...] | None = None
    refused: Refused | None = None
    fault: str = ""


def preview(file: str, schema: bytes, fields: Fields, examples: Mapping[str, str], *, check: bool) -> Preview:
    """Draw the form with what was filled in; with `check`, also say what is wrong and what the case would get.

    `fields` are texts as a browser sends them, a file by its name; `examples` are what the case is to hold already.
    """
    try:
        form = forms.read(file, schema)
    except Refused as refused:
        return Preview(Sheet(), refused=refused)
    wanted = expected(form, examples)
    known = {one.key: value(one.text) for one in wanted if one.text}
    drawn = {**fields, **{component.key: [] for component in file_fields(form)}}
    try:
        values, errors = form.validate(fields, services().engine.form_variables(form, known), services().now())
        words = {key: error_words(error) for key, error in errors.items()} if check else {}
        sheet = lay_out(form, drawn if fields else None, known, services().now(), words)
    except EngineError as error:
        return Preview(Sheet(), wanted, fault=str(error.details.get("reason", error)))
    return Preview(sheet, wanted, _taken(form, values) if check and not errors else None)


def expected(form: Form, examples: Mapping[str, str]) -> tuple[Example, ...]:
    """The variables that the form shows or reads and does not take: those of its read-only fields before the others."""
    asked = {one.key for one in form.fields if not one.readonly}
    shown = {one.key: one for one in form.fields if one.readonly}
    tables = {one.expression: one for one in form.walk() if one.kind == "table"}
    read = sorted(form.reads() - asked - shown.keys() - {DATA, forms.ORGANISATION})
    found = [_example(key, component, examples) for key, component in shown.items()]
    found += [_example(key, tables.get(key), examples) for key in read]
    return tuple(found[:MOST_EXAMPLES])


def value(text: str) -> Any:
    """What was typed as an example: a number, true, false, null, a list or a record as JSON, and else the text itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _example(key: str, component: Component | None, examples: Mapping[str, str]) -> Example:
    label = pick(component.label, component.label_en) if component else ""
    if component is not None and component.kind == "table":
        row = json.dumps([{column.key: "…" for column in component.columns}], ensure_ascii=False)
        return Example(key, label, examples.get(key, ""), row, rows=True)
    codes = _codes(component.options) if component else ""
    return Example(key, label, examples.get(key, ""), codes)


def _codes(options: Sequence[forms.Option]) -> str:
    return " / ".join(one.value for one in options)


def _taken(form: Form, values: Mapping[str, Any]) -> tuple[Taken, ...]:
    labels = {one.key: pick(one.label, one.label_en) for one in form.fields}
    return tuple(Taken(key, labels[key], given) for key, given in values.items())
