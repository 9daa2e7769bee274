"""A form that was read: what it shows for given variables, and what it accepts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.diagrams import feel
from engine.diagrams.forms.choices import made_options, offered
from engine.diagrams.forms.model import Component, FieldError, Option
from engine.diagrams.forms.values import Rejected, Submitted, convert

_ROUNDS = 8

ORGANISATION = "organisation"
"""The name by which expressions of a form read the organisation, where whoever shows the form gives it."""

DATA = "data"
"""The name by which the expressions of choices read everything else that is known, entered fields included."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form; `components` in document order, groups hold theirs."""

    id: str
    file: str
    components: tuple[Component, ...]

    def walk(self) -> Iterator[Component]:
        """Every component, groups before what they hold."""
        for component in self.components:
            yield from component.walk()

    @property
    def fields(self) -> tuple[Component, ...]:
        """The components that have a value."""
        return tuple(component for component in self.walk() if component.is_field)

    def visible(self, variables: Mapping[str, Any], now: int) -> set[str]:
        """The names (key, or id of what takes no value) of the components to show.

        `variables` are the task's with the field values entered so far over them. Raises FeelError.
        """
        return self._names(self._hidden(variables, (), now))

    def views(self, variables: Mapping[str, Any], now: int, language: Literal["zh", "en"] = "zh") -> dict[str, Any]:
        """What texts and tables with an expression show, by name: a text of markdown, a list of rows. Raises FeelError."""
        english = language == "en"
        shown = [component for component in self.walk() if component.expression]
        results = _evaluate([(english and one.expression_en) or one.expression for one in shown], variables, now)
        return {component.name: _view(component, value) for component, value in zip(shown, results, strict=True)}

    def choices(self, variables: Mapping[str, Any], now: int) -> dict[str, tuple[Option, ...]]:
        """The options of every choice, by key. Raises FeelError.

        `variables` are as for `visible`; an expression reads all of them under the name `data` as well, because inside
        a filter's brackets the items' own entries hide variables of the same name.
        """
        made = [component for component in self.fields if component.options_from]
        known = {**variables, DATA: {name: value for name, value in variables.items() if name != ORGANISATION}}
        results = _evaluate([component.options_from for component in made], known, now)
        fixed = {component.key: component.options for component in self.fields if component.options}
        return fixed | {
            component.key: made_options(component, value) for component, value in zip(made, results, strict=True)
        }

    def reads(self) -> frozenset[str]:
        """The names of the variables that its expressions read, and perhaps some more."""
        parts = ((one.hide, one.expression, one.expression_en, one.options_from) for one in self.walk())
        return frozenset[str]().union(*(feel.names(text) for texts in parts for text in texts if text))

    @property
    def changes_by_answers(self) -> bool:
        """Whether what is entered in one field may change which fields or options another shows."""
        keys = {component.key for component in self.fields} | {DATA}
        made = (feel.names(component.options_from) for component in self.fields if component.options_from)
        return any(component.hide for component in self.walk()) or any(not keys.isdisjoint(names) for names in made)

    def validate(
        self, submitted: Submitted, variables: Mapping[str, Any], now: int
    ) -> tuple[dict[str, Any], dict[str, FieldError]]:
        """The values of the visible fields by key, and the errors of those that were not accepted.

        `submitted` holds texts as a browser sends them: a checkbox is there or not, a checklist is a list, a date is ISO
        text or the fields `<key>.year`, `<key>.month`, `<key>.day`; attachments are ids. Hidden and read-only fields are
        left out of both; empty fields are None (a list is empty). Raises FeelError when a condition fails.
        """
        values: dict[str, Any] = {}
        errors: dict[str, FieldError] = {}
        for component in self.fields:
            if component.readonly:
                continue
            try:
                values[component.key] = convert(component, submitted, now)
            except Rejected as rejected:
                errors[component.key] = rejected.error
        for key in self._unlike_their_pattern(values, now):
            del values[key]
            errors[key] = FieldError("pattern")
        for key in self._not_offered({**variables, **dict.fromkeys(errors), **values}, values, now):
            errors[key] = FieldError("not_an_option", {"value": str(values.pop(key))[:100]})
        entered = {**dict.fromkeys(errors), **values}
        shown = self._names(self._hidden({**variables, **entered}, entered, now))
        return (
            {key: value for key, value in values.items() if key in shown},
            {key: error for key, error in errors.items() if key in shown},
        )

    def _names(self, hidden: set[str]) -> set[str]:
        return {component.name for component in self.walk()} - hidden

    def _hidden(self, variables: Mapping[str, Any], entered: Iterable[str], now: int) -> set[str]:
        """Names of the hidden components; the values of hidden fields count as absent for the other conditions."""
        conditional = [component for component in self.walk() if component.hide]
        known = dict(variables)
        hidden: set[str] = set()
        for _ in range(_ROUNDS):
            results = _evaluate([component.hide for component in conditional], known, now)
            found = {
                inner.name
                for component, result in zip(conditional, results, strict=True)
                if result is True
                for inner in component.walk()
            }
            absent = dict.fromkeys(found.intersection(entered))
            if found == hidden or not absent:
                return found
            hidden, known = found, {**variables, **absent}
        return hidden

    def _not_offered(self, known: Mapping[str, Any], values: Mapping[str, Any], now: int) -> list[str]:
        """The keys whose values are not among the options that their expressions yield."""
        if not any(component.options_from for component in self.fields):
            return []
        choices = self.choices(known, now)
        return [key for key, options in choices.items() if key in values and not offered(options, values[key])]

    def _unlike_their_pattern(self, values: Mapping[str, Any], now: int) -> list[str]:
        checked = [field for field in self.fields if field.pattern and isinstance(values.get(field.key), str)]
        tests = [f"matches(text{number}, pattern{number})" for number in range(len(checked))]
        known: dict[str, Any] = {}
        for number, component in enumerate(checked):
            known |= {f"text{number}": values[component.key], f"pattern{number}": component.pattern}
        results = feel.evaluate(tests, known, now)
        return [component.key for component, result in zip(checked, results, strict=True) if result is not True]


def _evaluate(expressions: list[str], variables: Mapping[str, Any], now: int) -> list[Any]:
    read = frozenset[str]().union(*(feel.names(expression) for expression in expressions))
    return feel.evaluate(expressions, {name: variables[name] for name in sorted(read) if name in variables}, now)


def _view(component: Component, value: Any) -> Any:
    if component.kind == "table":
        rows = value if isinstance(value, list) else []
        return [row for row in rows if isinstance(row, dict)]
    return "" if value is None else str(value)
