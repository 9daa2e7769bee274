"""What a browser sent for a form: raw fields, files taken in, and the id that makes sending twice harmless."""

import re
import secrets

from flask import Request

from engine.diagrams.forms import Component, Form
from web.inbox import attachments
from web.inbox.drafts import Fields
from web.language import undirected
from web.services import Services

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
    """Every field of the form as texts, without the page's own and without characters that turn the direction."""
    return {key: [undirected(one) for one in request.form.getlist(key)] for key in request.form if key not in _OWN}


def take_files(
    given: Services, request: Request, form: Form | None, fields: Fields, place: tuple[str, int], person: str
) -> dict[str, str]:
    """Keep the sent files with the draft and put their ids into `fields`; returns the refusals by field key.

    Files of the draft that `fields` no longer names are dropped.
    """
    refusals: dict[str, str] = {}
    own_files_only(given, form, fields, place, person)
    for component in file_fields(form):
        ids = fields[component.key]
        for file in request.files.getlist(component.key):
            if not file.filename:
                continue
            try:
                taken = attachments.take(
                    given.database, file, place, component.key, person, given.now(), given.settings.file_bytes
                )
            except attachments.FileRefused as refusal:
                refusals[component.key] = str(refusal)
            else:
                ids = [*(one for one in ids if one != taken.id), taken.id] if component.multiple else [taken.id]
        fields[component.key] = ids
    attachments.keep_only(given.database, place, person, file_ids(form, fields))
    return refusals


def own_files_only(given: Services, form: Form | None, fields: Fields, place: tuple[str, int], person: str) -> None:
    """Strike out ids of files that are neither in the person's draft nor in the case."""
    draft = attachments.draft_place(place[0])
    for component in file_fields(form):
        known = attachments.by_ids(given.database, fields.get(component.key, []))
        fields[component.key] = [
            one.id
            for one in known
            if one.instance == place[0] or (one.instance == draft and one.token == place[1] and one.person == person)
        ]


def file_fields(form: Form | None) -> list[Component]:
    return [one for one in form.fields if one.kind == "filepicker"] if form else []


def file_ids(form: Form | None, fields: Fields) -> list[str]:
    """The ids of all files that the fields name."""
    return [identifier for one in file_fields(form) for identifier in fields.get(one.key, [])]
