"""A form that was read: what it shows for given variables, and what it accepts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.diagrams import feel
from engine.diagrams.forms.model import Component, FieldError
from engine.diagrams.forms.values import Rejected, Submitted, convert

_ROUNDS = 8


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
