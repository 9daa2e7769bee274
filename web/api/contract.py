"""The contract as an OpenAPI 3.1 document, made from the types that check the calls and the form that checks reports."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from engine.diagrams import feel
from engine.diagrams.forms import Component, Form
from engine.diagrams.forms.form import DATA
from engine.diagrams.forms.model import Option
from web.api.bodies import Report, Update
from web.api.receipts import Standing
from web.api.reports import open_fields
from web.language import pick

Choices = Mapping[str, Sequence[Option]]

_REF = "#/components/schemas/{name}"


def document(form: Form, choices: Choices) -> dict[str, Any]:
    """The OpenAPI document; labels in the language of the call. `choices` are what the form offers now."""
    _, schemas = msgspec.json.schema_components((Report, Update, Standing), ref_template=_REF)
    schemas["Report"]["properties"]["fields"] = _fields(form, choices)
    schemas["Taken"] = {
        "type": "object",
        "required": ["receipt", "status"],
        "properties": {"receipt": {"type": "string"}, "status": {"type": "string", "format": "uri-reference"}},
    }
    schemas["Problem"] = _PROBLEM
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiaokuai", "version": "1", "description": "Clause 3.3.a: what outside systems may call."},
        "security": [{"token": []}],
        "paths": {
            "/api/reports": {"post": _push("Report", "Open a case.")},
            "/api/updates": {"post": _push("Update", "Add information to a case, urge it, or withdraw it.")},
            "/api/receipts/{receipt}": {"get": _RECEIPT},
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _fields(form: Form, choices: Choices) -> dict[str, Any]:
    fields = open_fields(form)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _field(field, choices.get(field.key, ())) for field in fields},
        "required": [field.key for field in fields if field.required and not field.hide],
    }


def _field(field: Component, options: Sequence[Option]) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": pick(field.label, field.label_en)}
    if field.kind == "number":
        return schema | {"type": "number"}
    if field.kind == "checkbox":
        return schema | {"type": "boolean"}
    choice: dict[str, Any] = {"type": "string"}
    # Options that follow from another field are not known before it is filled in.
    if options and DATA not in feel.names(field.options_from or "null"):
        choice["enum"] = [option.value for option in options]
    if field.kind == "checklist":
        return schema | {"type": "array", "items": choice}
    if field.kind in {"textfield", "textarea"}:
        choice["maxLength"] = field.maximum_length
    return schema | choice


def _push(name: str, summary: str) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "minLength": 8, "maxLength": 200},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _schema(name)}}},
        "responses": {
            "202": {"description": "Taken in.", "content": {"application/json": {"schema": _schema("Taken")}}},
            "default": _REFUSED,
        },
    }


def _schema(name: str) -> dict[str, str]:
    return {"$ref": _REF.format(name=name)}


_REFUSED = {"description": "Refused.", "content": {"application/problem+json": {"schema": _schema("Problem")}}}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
            },
        },
    },
}
_RECEIPT = {
    "summary": "How a push of yours stands.",
    "parameters": [{"name": "receipt", "in": "path", "required": True, "schema": {"type": "string"}}],
    "responses": {
        "200": {"description": "As it is now.", "content": {"application/json": {"schema": _schema("Standing")}}},
        "default": _REFUSED,
    },
}
