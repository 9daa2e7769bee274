"""The doors of the product as people of the demo use them: start forms, tasks, files."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from engine.diagrams.forms import Form
from engine.diagrams.model import StartEvent
from engine.errors import ExcludedUser, InvalidForm, NotAllowed
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from web.demo import photos
from web.demo.drawing import Photo
from web.demo.script import ScriptInvalid
from web.filling import submitted
from web.inbox import attachments, drafts

NOT_THEIRS = (NotAllowed, ExcludedUser)
"""Somebody else of the group has to do it."""

Values = Mapping[str, Any]


class Doors:
    """Starts cases and completes tasks with what people typed and attached."""

    def __init__(self, engine: Engine, largest: int) -> None:
        """`largest` is the size of the largest file that is taken, in bytes."""
        self._engine = engine
        self._largest = largest

    def start(self, process: str, values: Values, starter: Actor, command_id: str) -> str:
        """Start a case by the start form and return its id. Raises ScriptInvalid where the form refuses."""
        definition = self._engine.current_definition(process)
        begins = definition.process.scope.nodes.values()
        begin = next(one for one in begins if isinstance(one, StartEvent) and one.definition is None)
        form = definition.forms.get(begin.form)
        place = (process, 0)
        fields, files = self._taken(form, values, place, starter.id)
        checked: dict[str, Any] = {}
        if form is not None:
            _only_fields(form, values, f"{process}: the start form")
            known = self._engine.form_variables(form, {})
            checked, errors = form.validate(submitted(fields), known, self._engine.clock.now())
            if errors:
                raise ScriptInvalid(f"{process}: the start form refuses {_faults(errors)} of {dict(values)}.")
        case = self._engine.start(process, checked, starter, command_id, begin.id)
        if files:
            drafts.submit(self._engine.database, starter.id, place, files, case)
        return case

    def complete(self, task: tuple[str, int], form: Form | None, values: Values, person: Actor, name: str) -> None:
        """Complete a task; `name` says which in errors. Raises ScriptInvalid where the form refuses, NOT_THEIRS."""
        if form is not None:
            _only_fields(form, values, name)
        fields, files = self._taken(form, values, task, person.id)
        try:
            self._engine.complete_form(*task, submitted(fields), person)
        except InvalidForm as error:
            raise ScriptInvalid(f"{name} refuses {_faults(error.details['errors'])} of {dict(values)}.") from error
        if files:
            drafts.submit(self._engine.database, person.id, task, files, task[0])

    def _taken(
        self, form: Form | None, values: Values, place: tuple[str, int], person: str
    ) -> tuple[dict[str, Any], list[str]]:
        """The values with files kept in the person's draft in place of photos, and the ids of these files."""
        fields, ids = dict(values), []
        for key, value in values.items():
            if not isinstance(value, Photo):
                continue
            picture = photos.png(value.name, place[1] % 8)
            file = FileStorage(BytesIO(picture), filename=value.name)
            now = self._engine.clock.now()
            kept = attachments.take(self._engine.database, file, place, key, person, now, self._largest)
            multiple = form is not None and any(one.key == key and one.multiple for one in form.fields)
            fields[key] = [kept.id] if multiple else kept.id
            ids.append(kept.id)
        return fields, ids


def _only_fields(form: Form, values: Values, name: str) -> None:
    unknown = set(values) - {one.key for one in form.fields if not one.readonly}
    if unknown:
        raise ScriptInvalid(f"{name} has no field {', '.join(sorted(unknown))}.")


def _faults(errors: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} ({error.code})" for key, error in errors.items())
