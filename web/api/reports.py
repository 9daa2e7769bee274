"""A report from outside opens a case: it is held to the report form that people fill in (clause 2.1.2.a)."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from engine.diagrams.forms import Component, Form
from engine.diagrams.model import StartEvent
from engine.store.database import reading
from engine.store.tables import start_subscription
from handlers.connectors.systems import OutsideSystem
from web.api.bodies import Report
from web.api.problems import More, Problem
from web.api.pushes import Push
from web.filling import submitted
from web.inbox.fields import error_words
from web.language import undirected
from web.services import services

MESSAGE = "case-reported"
CHANNEL = "channel"
"""The form's field that says how the problem was found; the sender's identity settles it."""


def push(system: OutsideSystem, report: Report) -> Push:
    """The report as a message. Raises Problem with every field at fault."""
    form = report_form()
    given = services()
    keys = {field.key for field in open_fields(form)}
    faults = [
        _fault(key, "unknown_field", gettext("The form has no such field.")) for key in report.fields.keys() - keys
    ]
    sent = {CHANNEL: channel(system), **{key: _plain(value) for key, value in report.fields.items()}}
    values, errors = form.validate(submitted(sent), given.engine.form_variables(form, {}), given.now())
    faults += [_fault(key, error.code, error_words(error)) for key, error in errors.items()]
    if faults:
        words = gettext("The report cannot be taken in"), gettext("See “errors”: each names a field and what is wrong.")
        raise Problem(422, "invalid-report", words, More(errors=sorted(faults, key=lambda one: one["field"])))
    return Push(kind="report", message=MESSAGE, variables=values, reference=report.reference)


def report_form() -> Form:
    """The form of the procedure that a report starts. Raises Problem where none is in force."""
    starts = (
        sa.select(start_subscription.c.definition_hash)
        .where(start_subscription.c.kind == "message", start_subscription.c.message == MESSAGE)
        .order_by(start_subscription.c.definition_hash)
    )
    with reading(services().database) as connection:
        found = connection.scalar(starts.limit(1))
    definition = services().engine.definition(found) if found else None
    for node in definition.process.scope.nodes.values() if definition else ():
        if definition and isinstance(node, StartEvent) and node.form:
            return definition.forms[node.form]
    words = (
        gettext("No reports are taken in now"),
        gettext("The procedure for it is not in force. Send it again later under the same Idempotency-Key."),
    )
    raise Problem(503, "not-in-force", words, More(headers={"Retry-After": "600"}))


def open_fields(form: Form) -> list[Component]:
    """The fields that a sender may fill in: not the channel, and no files."""
    return [one for one in form.fields if one.key != CHANNEL and one.kind != "filepicker" and not one.readonly]


def channel(system: OutsideSystem) -> str:
    """The form's channel for what this system pushes."""
    return "hotline" if system.id == "hotline" else "public"


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [undirected(one) for one in value]
    return undirected(value) if isinstance(value, str) else value


def _fault(key: str, code: str, detail: str) -> Mapping[str, str]:
    return {"field": key[:100], "code": code, "detail": detail}
