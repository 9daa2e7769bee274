"""The answers of a scenario's step as the real fields of the task's form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.diagrams.forms import Component, Form, Option
from engine.diagrams.forms.values import Rejected, convert
from engine.errors import EngineError
from web.filling import submitted
from web.inbox.drafts import Fields
from web.inbox.fields import Field, Sheet, lay_out
from web.services import services


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields to draw; `others` are answers that none of them shows, kept as they are."""

    sheet: Sheet
    others: Mapping[str, Any]


def asked(
    form: Form | None, given: Mapping[str, Any], known: Mapping[str, Any], entered: Fields | None = None
) -> Asked:
    """The form's fields with the scenario's answers, or with what was `entered` since; `known` is what the case has by
    then, as far as earlier steps tell.

    A field that has an answer is drawn even where its condition would hide it: the case may know more than the scenario
    says. For the same reason an option that is chosen stays on offer.
    """
    if form is None:
        return Asked(Sheet(), dict(given))
    shown = entered if entered is not None else _texts(given)
    variables = {**known, **given}
    drawn = _prepared(form, given, variables, shown)
    sheet = lay_out(drawn, shown, known, services().now(), {})
    visible = _keys(sheet.fields)
    return Asked(sheet, {key: value for key, value in given.items() if key not in visible})


def taken(form: Form | None, given: Mapping[str, Any], known: Mapping[str, Any], entered: Fields) -> dict[str, Any]:
    """The answers after what was entered; one that says the same as before keeps its value as it was written."""
    if form is None:
        return {}
    visible = _keys(asked(form, given, known, entered).sheet.fields)
    before = _texts(given)
    answers: dict[str, Any] = {}
    for component in _prepared(form, given, {**known, **given}, entered).fields:
        key = component.key
        if key not in visible:
            continue
        sent = _sent(component, entered)
        if _alike(component, sent, before.get(key, [])):
            if key in given:
                answers[key] = given[key]
        elif sent:
            answers[key] = _value(component, sent)
    order = {key: place for place, key in enumerate(given)}
    return dict(sorted(answers.items(), key=lambda one: order.get(one[0], len(order))))


def _prepared(form: Form, given: Mapping[str, Any], variables: Mapping[str, Any], shown: Fields) -> Form:
    variables = services().engine.form_variables(form, variables)
    now = services().now()
    try:
        hidden = {one.name for one in form.walk()} - form.visible(variables, now)
    except EngineError:
        hidden = {one.name for one in form.walk()}
    try:
        choices = form.choices(variables, now)
    except EngineError:
        choices = {}
    units = tuple(_unit(one) for one in variables.get("organisation", {}).get("units", ()))

    def made(component: Component) -> Component:
        if component.components:
            inner = tuple(made(one) for one in component.components if _is_asked(one))
            kept = component.hide if not any(_stays(one, given, hidden) for one in component.walk()) else ""
            return replace(component, components=inner, hide=kept)
        if not component.is_field or component.readonly:
            return component
        hide = "" if _stays(component, given, hidden) else component.hide
        changed = replace(component, hide=hide, default=None, required=False)
        if component.options_from:
            offered = choices.get(component.key) or units
            missing = set(shown.get(component.key, [])) - {one.value for one in offered} - {""}
            options = (*offered, *(Option(one, one) for one in sorted(missing)))
            return replace(changed, options=options, options_from="")
        if component.options:
            missing = set(shown.get(component.key, [])) - {one.value for one in component.options} - {""}
            return replace(changed, options=(*component.options, *(Option(one, one) for one in sorted(missing))))
        return changed

    return replace(form, components=tuple(made(one) for one in form.components if _is_asked(one)))


def _stays(component: Component, given: Mapping[str, Any], hidden: set[str]) -> bool:
    return component.key in given and component.name in hidden


def _is_asked(component: Component) -> bool:
    """What caseworkers only read says nothing here, where there is no case; and nobody attaches a file to a scenario."""
    return any(one.is_field and not one.readonly and one.kind != "filepicker" for one in component.walk())


def _unit(one: Mapping[str, Any]) -> Option:
    return Option(str(one["value"]), str(one.get("label") or one["value"]), str(one.get("label_en") or ""))


def _keys(fields: tuple[Field, ...]) -> set[str]:
    found = set()
    for one in fields:
        if one.component.is_field and not one.component.readonly:
            found.add(one.component.key)
        found |= _keys(one.inner)
    return found


def _texts(given: Mapping[str, Any]) -> Fields:
    sent = submitted({key: "true" if value is True else value for key, value in given.items()})
    return {key: [one] if isinstance(one, str) else list(one) for key, one in sent.items()}


def _alike(component: Component, sent: list[str], before: list[str]) -> bool:
    """Whether a browser would send the one for the other; boxes are sent in the order of their options."""
    ways = [[one.split() for one in texts if one.strip()] for texts in (sent, before)]
    return sorted(ways[0]) == sorted(ways[1]) if component.kind == "checklist" else ways[0] == ways[1]


def _sent(component: Component, entered: Fields) -> list[str]:
    if component.kind == "datetime":
        parts = [(entered.get(f"{component.key}.{part}") or [""])[-1].strip() for part in ("year", "month", "day")]
        if any(parts):
            year, month, day = parts
            return [f"{year}-{month.zfill(2)}-{day.zfill(2)}"]
    found = [one for one in entered.get(component.key, []) if one.strip()]
    return ["true"] if component.kind == "checkbox" and found else found


def _value(component: Component, sent: list[str]) -> Any:
    """The value of the field's type; what the form would refuse stays the text that it is, for a scenario may try that."""
    try:
        return convert(component, {component.key: sent}, now=0)
    except Rejected:
        return sent if component.kind in ("checklist", "filepicker") else sent[-1]
