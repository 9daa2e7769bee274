"""What a browser sent for a form: raw fields, files taken in, and the id that makes sending twice harmless."""

import re
import secrets

import sqlalchemy as sa
from flask import Request

from engine.diagrams.forms import Form
from web.inbox import attachments
from web.inbox.drafts import Fields

_OWN = {"csrf_token", "command_id", "action", "refresh", "start_event"}
_COMMAND_ID = re.compile(r"[0-9a-f]{32}")


def new_command_id() -> str:
    """For a page's hidden field: whatever is sent with it is applied once."""
    return secrets.token_hex(16)


def command_id(request: Request, person: str) -> str:
    """The page's id, tied to the person so that nobody can use up another's."""
    given = request.form.get("command_id", "")
    return f"web:{person}:{given if _COMMAND_ID.fullmatch(given) else new_command_id()}"


def raw_fields(request: Request) -> Fields:
    """Every field of the form as texts, without the page's own."""
    return {key: request.form.getlist(key) for key in request.form if key not in _OWN}


def take_files(
    database: sa.Engine,
    request: Request,
    form: Form | None,
    fields: Fields,
    place: tuple[str, int],
    person: str,
    now: int,
) -> dict[str, str]:
    """Keep the sent files and put their ids into `fields`; returns the refusals by field key.

    Ids that the browser sent along stay only where they are this person's or this task's own files.
    """
    refusals: dict[str, str] = {}
    instance, token = place
    for component in form.fields if form else ():
        if component.kind != "filepicker":
            continue
        known = attachments.by_ids(database, fields.get(component.key, []))
        ids = [one.id for one in known if one.instance == instance and (one.person == person or token)]
        for file in request.files.getlist(component.key):
            if not file.filename:
                continue
            try:
                taken = attachments.take(database, file, instance, token, component.key, person, now)
            except attachments.FileRefused as refusal:
                refusals[component.key] = str(refusal)
            else:
                ids = [*ids, taken.id] if component.multiple else [taken.id]
        fields[component.key] = ids
    return refusals
