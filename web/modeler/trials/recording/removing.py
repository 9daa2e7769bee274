"""Values of a real case as a scenario may hold them: what people chose stays, who they are and what they wrote is replaced."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from engine.diagrams.forms import Component
from web.modeler.trials.recording import shaping

Reason = Literal["personal", "text", "file", "number", "choice", "day"]

_CHOICES = frozenset({"select", "radio", "checklist"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?")
_SPAN = re.compile(r"P(\d+[YMWD])*(T(\d+[HMS])+)?")
_LONG = 10**6
"""From here on a whole number that stands in no form may be a telephone's or an identity card's."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What was replaced: the field (its key, and what forms call it), why, and by what ('' where it was left out)."""

    key: str
    label: str
    label_en: str
    reason: Reason
    placeholder: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the values of cases: `fields` are those of the forms by key; `codes` are texts that name no person,
    as options and units; `people` are the ids of real people; `offered` gives the values of a choice whose options an
    expression yields. Days in no form are of the case from `earliest` on; what lies before may be somebody's birthday."""

    fields: Mapping[str, Component]
    codes: Collection[str] = frozenset()
    people: Collection[str] = frozenset()
    offered: Callable[[Component], Sequence[str]] = lambda component: ()
    earliest: str = ""


class Remover:
    """Replaces values, the same one by the same placeholder wherever it stands."""

    def __init__(self, known: Known, renewed: Mapping[str, str]) -> None:
        """`renewed` are values that the procedure itself made, with what it makes in the trial, and people with who acts."""
        self._known = known
        self._renewed = renewed
        self._given: dict[tuple[str, str], str] = {}
        self.removed: list[Removed] = []

    def values(self, values: Mapping[str, Any], *, personal: bool = False) -> dict[str, Any]:
        """Variables by name, or the entries of one; `personal` says that all of them are."""
        kept = {self._named(key): self.value(key, value, personal=personal) for key, value in values.items()}
        return {key: value for key, value in kept.items() if value is not None}

    def value(self, key: str, value: Any, *, personal: bool = False) -> Any:
        """One variable, or an entry of one; None where it is left out."""
        component = self._known.fields.get(key)
        personal = personal or (component is not None and component.personal)
        if component is not None and component.kind == "filepicker":
            if value:
                self._note(key, "file", "")
            return None
        if isinstance(value, dict):
            return self.values(value, personal=personal)
        if isinstance(value, list):
            made = [self.value(key, one, personal=personal) for one in value]
            made = [one for one in made if one is not None]
            return list(dict.fromkeys(made)) if component is not None and component.kind == "checklist" else made
        if value is None or value == "":
            return value
        if personal:
            return self._impersonal(key, value, component)
        if isinstance(value, int | float):
            return self._number(key, value, component)
        return self._text(key, value, component)

    def text(self, value: str) -> str:
        """A text outside any field, as the key of a message."""
        if value in self._renewed:
            return self._renewed[value]
        if (value in self._known.codes and value not in self._known.people) or not value:
            return value
        return self._seen(value) or self._replaced("key", value, "text", None)

    def _named(self, key: str) -> str:
        """The name of a variable or an entry; where data is kept by names of people it is replaced, too."""
        return key if key in self._known.fields or (key.isascii() and key.isidentifier()) else self.text(key)

    def _text(self, key: str, value: str, component: Component | None) -> Any:
        if value in self._renewed:
            return self._renewed[value]
        if component is not None and component.kind in _CHOICES:
            return value if self._names_nobody(value, component) else self._chosen(key, value, "choice", component)
        if component is not None and component.kind in ("datetime", "number", "checkbox"):
            return value
        if component is None and value in self._known.codes and value not in self._known.people:
            return value
        if component is None and _SPAN.fullmatch(value):
            return value
        if component is None and _DAY.fullmatch(value):
            return value if value >= self._known.earliest else self._noted(key, "day", shaping.day(None))
        return self._replaced(key, value, "text", component) or None

    def _number(self, key: str, value: Any, component: Component | None) -> Any:
        long = not isinstance(value, bool) and abs(value) >= _LONG and value == int(value)
        return self._noted(key, "number", 0) if component is None and long else value

    def _names_nobody(self, value: str, component: Component) -> bool:
        """Whether a choice is no person and no household: the form lists it, or the organisation has it."""
        listed = any(one.value == value for one in component.options) or value in self._known.codes
        return value not in self._known.people and (listed or value in self._known.offered(component))

    def _impersonal(self, key: str, value: Any, component: Component | None) -> Any:
        """Never made of the value where that has few characters to hide among: the same for everybody."""
        if isinstance(value, bool):
            return self._noted(key, "personal", component is not None and component.required)
        if isinstance(value, int | float):
            return self._noted(key, "personal", shaping.number(component))
        if component is not None and component.kind in _CHOICES:
            return self._chosen(key, value, "personal", component)
        if _DAY.fullmatch(value):
            return self._noted(key, "personal", shaping.day(component))
        return self._replaced(key, value, "personal", component) or None

    def _chosen(self, key: str, value: str, reason: Reason, component: Component) -> str | None:
        """Who acts in their place, what the choice was replaced by before, or the first option, whatever was chosen."""
        options = [one.value for one in component.options] or self._known.offered(component)
        nobody = [one for one in options if one not in self._known.people]
        chosen = self._renewed.get(value) or self._seen(value) or next(iter(nobody), "")
        return self._noted(key, reason, chosen) or None

    def _seen(self, value: str) -> str:
        return {old: new for (_, old), new in self._given.items()}.get(value, "")

    def _replaced(self, key: str, value: str, reason: Reason, component: Component | None) -> str:
        if (key, value) not in self._given:
            others = sum(one == key for one, _ in self._given)
            label = (component.label if component else "") or key
            said = [] if reason == "personal" else [shaping.worded(label, others + 1, component)]
            taken = set(self._given.values())
            self._given[key, value] = shaping.first_taken(component, chain(said, shaping.like(value)), taken, value)
        placeholder = self._given[key, value]
        self._note(key, reason, placeholder)
        return placeholder

    def _noted(self, key: str, reason: Reason, placeholder: Any) -> Any:
        self._note(key, reason, str(placeholder))
        return placeholder

    def _note(self, key: str, reason: Reason, placeholder: str) -> None:
        component = self._known.fields.get(key)
        label, label_en = (component.label, component.label_en) if component else ("", "")
        found = Removed(self._named(key), label, label_en, reason, placeholder)
        if found not in self.removed:
            self.removed.append(found)
