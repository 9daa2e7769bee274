"""A form made ready for its page: labels in the reader's language, values as texts, errors in words."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask_babel import gettext
from markupsafe import Markup

from engine.diagrams.forms import Component, FieldError, Form, Option
from web.inbox import attachments
from web.inbox.drafts import Fields
from web.inbox.prose import prose
from web.language import pick
from web.people import Directory, codes
from web.services import services

Choices: TypeAlias = Mapping[str, tuple[Option, ...]]
"""What can be chosen in each choice, by key."""

EVERYTHING: Mapping[str, Container[str]] = {}
DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option with its label in the reader's language."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One component as a template draws it.

    `id` is unique on the page, `name` what the browser sends; `shown` is the value of a read-only field.
    """

    component: Component
    id: str
    label: str
    help: str
    error: str = ""
    shown: Any = None
    text: str = ""
    chosen: frozenset[str] = frozenset()
    date_parts: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Choice, ...] = ()
    prose: Markup = field(default_factory=Markup)
    columns: tuple[Choice, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    files: tuple[attachments.Attachment, ...] = ()
    inner: tuple["Field", ...] = ()

    @property
    def name(self) -> str:
        return self.component.key


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole form on its page. `changes_by_conditions` says whether answers show or hide fields."""

    fields: tuple[Field, ...] = ()
    errors: tuple[Field, ...] = ()
    changes_by_conditions: bool = False


def lay_out(
    form: Form | None,
    entered: Fields | None,
    variables: Mapping[str, Any],
    now: int,
    errors: Mapping[str, str],
    only: Mapping[str, Container[str]] = EVERYTHING,
) -> Sheet:
    """Draw the form up with what was entered, or else with the variables' values and the form's defaults.

    `only` keeps the options of some choices, by key, to those that the visitor may choose.
    """
    if form is None:
        return Sheet()
    fields = entered if entered is not None else _from_variables(form, variables)
    variables = services().engine.form_variables(form, variables)
    fields, present, choices = _settled(form, fields, variables, now, only)
    maker = _Maker(form, fields, present, now, errors, choices)
    drawn = tuple(maker.make(component) for component in form.components if component.name in maker.visible)
    faulty = tuple(one for one in _walk(drawn) if one.error)
    return Sheet(drawn, faulty, form.changes_by_answers)


def error_words(error: FieldError) -> str:
    """Why a field was not accepted, and what would be."""
    sentence: str = {
        "required": gettext("Fill this in."),
        "too_short": gettext("Write at least %(limit)s characters."),
        "too_long": gettext("Write at most %(limit)s characters."),
        "characters": gettext("It holds characters that cannot be shown. Type it anew."),
        "pattern": gettext("It is not written as asked for."),
        "email": gettext("Write an e-mail address, like name@example.com."),
        "phone": gettext("Write a telephone number in digits."),
        "not_a_number": gettext("Write a number in digits."),
        "too_small": gettext("The least is %(limit)s."),
        "too_large": gettext("The most is %(limit)s."),
        "too_many_decimals": gettext("Write at most %(limit)s digits after the point."),
        "not_an_option": gettext("Choose one of the options shown."),
        "not_a_date": gettext("Write a date that exists: year in four digits, month, day."),
        "date_passed": gettext("Choose today or a later day."),
        "too_many": gettext("Choose at most %(limit)s."),
    }.get(error.code, gettext("This cannot be accepted."))
    return sentence % dict(error.parameters) if error.parameters else sentence


class _Maker:
    def __init__(
        self,
        form: Form,
        fields: Fields,
        present: Mapping[str, Any],
        now: int,
        errors: Mapping[str, str],
        choices: Choices,
    ) -> None:
        self.visible = form.visible(present, now)
        self._views = form.views(present, now)
        self._fields = fields
        self._present = present
        self._errors = errors
        self._choices = choices

    def make(self, component: Component) -> Field:
        key = component.key
        options = tuple(Choice(one.value, pick(one.label, one.label_en)) for one in self._choices.get(key, ()))
        given = self._fields.get(key, [])
        return Field(
            component=component,
            id=f"field-{component.name}",
            label=pick(component.label, component.label_en),
            help=pick(component.description, component.description_en),
            error=self._errors.get(key, ""),
            shown=self._shown(component, options),
            text=given[-1] if given else "",
            chosen=frozenset(given),
            date_parts=self._date_parts(component, given),
            options=options,
            prose=self._prose(component),
            columns=tuple(Choice(one.key, pick(one.label, one.label_en)) for one in component.columns),
            rows=self._rows(component),
            files=self._files(component, given),
            inner=tuple(self.make(one) for one in component.components if one.name in self.visible),
        )

    def _files(self, component: Component, given: list[str]) -> tuple[attachments.Attachment, ...]:
        """The files attached so far; of a read-only field, those that its variable names."""
        if component.kind != "filepicker":
            return ()
        if component.readonly:
            known = self._present.get(component.key)
            given = [one for one in known if isinstance(one, str)] if isinstance(known, list) else []
        return tuple(attachments.by_ids(services().database, given))

    def _shown(self, component: Component, options: tuple[Choice, ...]) -> Any:
        """What a read-only field says: its variable, with the codes of options and of units replaced by their names.

        A unit keeps its name where it can be chosen no more.
        """
        if not component.readonly:
            return None
        value = self._present.get(component.key)
        if component.options_from:
            value = Directory(codes=codes(value)).value(value)
        labels = {one.value: one.label for one in options}
        if isinstance(value, list):
            return [labels.get(one, one) for one in value]
        return labels.get(value, value) if isinstance(value, str) else value

    def _date_parts(self, component: Component, given: list[str]) -> dict[str, str]:
        if component.kind != "datetime":
            return {}
        whole = given[-1].split("-") if given and given[-1].count("-") == 2 else ["", "", ""]
        found = dict(zip(DATE_PARTS, whole, strict=True))
        for part in DATE_PARTS:
            typed = self._fields.get(f"{component.key}.{part}")
            if typed:
                found[part] = typed[-1]
        return found

    def _prose(self, component: Component) -> Markup:
        if component.kind != "text":
            return Markup("")
        return prose(str(self._views.get(component.name, "")) or pick(component.text, component.text_en))

    def _rows(self, component: Component) -> tuple[tuple[Any, ...], ...]:
        if component.kind != "table":
            return ()
        rows = self._views.get(component.name, [])
        return tuple(tuple(row.get(column.key) for column in component.columns) for row in rows)


def _settled(
    form: Form, fields: Fields, variables: Mapping[str, Any], now: int, only: Mapping[str, Container[str]]
) -> tuple[Fields, Mapping[str, Any], Choices]:
    """The fields with what must be chosen from one option, chosen already; what is known by them; what can be chosen.

    What another answer has made impossible is chosen no more. Either may change what another choice offers: hence once
    more, each time for one more field.
    """
    for _ in range(2 * len(form.fields) + 1):
        values, _errors = form.validate(fields, variables, now)
        present = {**variables, **values}
        choices = {
            key: tuple(one for one in options if key not in only or one.value in only[key])
            for key, options in form.choices(present, now).items()
        }
        possible = {
            component.key: _possible(component, choices.get(component.key, ()), fields.get(component.key, []))
            for component in form.fields
            if component.options_from and not component.readonly
        }
        if all(fields.get(key, []) == given for key, given in possible.items()):
            break
        fields = {**fields, **possible}
    return fields, present, choices


def _possible(component: Component, options: tuple[Option, ...], given: list[str]) -> list[str]:
    """What of an answer its options still offer, or the only option where the answer must be that."""
    if component.required and len(options) == 1:
        return [options[0].value]
    offered = {option.value for option in options}
    return [one for one in given if not one or one in offered]


def _from_variables(form: Form, variables: Mapping[str, Any]) -> Fields:
    return {
        component.key: _texts(component, variables.get(component.key, component.default)) for component in form.fields
    }


def _texts(component: Component, value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["true"] if value else []
    return [str(value)]


def _walk(fields: tuple[Field, ...]) -> list[Field]:
    return [one for each in fields for one in (each, *_walk(each.inner))]
