"""The registered handlers as the editor offers them, in the reader's language."""

from functools import cache
from typing import Any

import handlers.registry
from engine.diagrams.variables import Variable
from handlers import fields
from handlers.fields import Field, Template
from handlers.wording import Words
from web.language import pick


@cache
def templates() -> dict[str, Template]:
    """Every handler's template by its name."""
    return {name: fields.template(handler) for name, handler in handlers.registry.load().items()}


def described() -> list[dict[str, Any]]:
    """The templates as JSON: name, label, retries, inputs and outputs."""
    return [
        {
            "name": one.name,
            "label": _said(one.label),
            "retries": one.retries,
            "inputs": [_field(field) for field in one.inputs],
            "outputs": [_field(field) for field in one.outputs],
        }
        for one in templates().values()
    ]


def outputs(handler: str) -> tuple[Variable, ...]:
    """What a handler gives back, as variables; nothing for one that is not registered."""
    found = templates().get(handler)
    return () if found is None else tuple(_variable(field) for field in found.outputs)


def _variable(field: Field) -> Variable:
    rows = tuple(_variable(row) for row in field.rows)
    return Variable(field.name, field.kind, "handler", "", field.label.zh, field.label.en, rows)


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": _said(field.label),
        "kind": field.kind,
        "required": field.required,
        "choices": [{"value": one.value, "label": _said(one.label)} for one in field.choices],
        "rows": [_field(row) for row in field.rows],
    }


def _said(words: Words) -> str:
    return pick(words.zh, words.en)
