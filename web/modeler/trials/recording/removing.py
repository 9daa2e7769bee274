"""Values of a real case as a scenario may hold them: choices, numbers and dates stay, words and names are replaced."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.diagrams.forms.model import Component

Reason = Literal["personal", "text", "file", "number"]

_CHOSEN = frozenset({"select", "radio", "checklist", "checkbox", "number", "datetime"})
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?|P(\d+[YMWD])*(T(\d+[HMS])+)?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_EMAIL, _PHONE = "someone@example.org", "13800000000"


@dataclass(frozen=True, slots=True)
class Removed:
    """What was replaced: the field (its key, and what forms call it), why, and by what ('' where it was left out)."""

    key: str
    label: str
    label_en: str
    reason: Reason
    placeholder: str


class Remover:
    """Replaces values, the same one by the same placeholder wherever it stands."""

    def __init__(self, fields: Mapping[str, Component], codes: Collection[str], renewed: Mapping[str, str]) -> None:
        """`fields` are those of the forms by key; `codes` are texts that name no person: options and units; `renewed` are
        values that the procedure itself made, with what it makes in the trial."""
        self._fields = fields
        self._codes = codes
        self._renewed = renewed
        self._given: dict[tuple[str, str], str] = {}
        self.removed: list[Removed] = []

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Variables by name."""
        kept = {key: self.value(key, value) for key, value in values.items() if value is not None}
        return {key: value for key, value in kept.items() if value is not None}

    def value(self, key: str, value: Any) -> Any:
        """One variable, or an entry of one; None where it is left out."""
        component = self._fields.get(key)
        if component is not None and component.kind == "filepicker":
            if value:
                self._note(key, "file", "")
            return None
        if isinstance(value, dict):
            return self.values(value)
        if isinstance(value, list):
            return [self.value(key, one) for one in value]
        if component is not None and component.personal:
            return self._replaced(key, value, "personal", component)
        if not isinstance(value, str) or not value:
            return value
        if value in self._renewed:
            return self._renewed[value]
        if component is not None and component.kind in _CHOSEN:
            return value
        if component is None and (value in self._codes or _MOMENT.fullmatch(value)):
            return value
        return self._replaced(key, value, "text", component)

    def text(self, value: str) -> str:
        """A text outside any field, as the key of a message."""
        if value in self._renewed:
            return self._renewed[value]
        if value in self._codes or not value:
            return value
        known = {old: new for (_, old), new in self._given.items()}
        return known.get(value) or str(self._replaced("key", value, "text", None))

    def _replaced(self, key: str, value: Any, reason: Reason, component: Component | None) -> Any:
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            self._note(key, reason, "0")
            return 0
        if component is not None and component.kind in _CHOSEN - {"number"}:
            return value
        if (key, value) not in self._given:
            others = sum(one == key for one, _ in self._given)
            taken = set(self._given.values())
            shaped = [] if component is None else [*_shapes(value), _PHONE, _EMAIL]
            worded = [] if reason == "personal" else [_worded(key, component, others + 1)]
            made = [one for one in (*worded, *shaped, _masked(value)) if component is None or _fits(one, component)]
            fresh = [one for one in made if one != value]
            chosen = next((one for one in fresh if one not in taken), fresh[0] if fresh else "")
            self._given[key, value] = chosen
            self._note(key, reason, chosen)
        return self._given[key, value] or None

    def _note(self, key: str, reason: Reason, placeholder: str) -> None:
        component = self._fields.get(key)
        label, label_en = (component.label, component.label_en) if component else ("", "")
        found = Removed(key, label, label_en, reason, placeholder)
        if found not in self.removed:
            self.removed.append(found)


def _worded(key: str, component: Component | None, number: int) -> str:
    """A placeholder that says of what it is one, within the field's length."""
    label = (component.label if component else "") or key
    said = f"示例{label}" if number == 1 else f"示例{number}{label}"
    if component is None:
        return said
    return (said + "。" * component.minimum_length)[: max(len(said), component.minimum_length)][
        : component.maximum_length
    ]


def _shapes(value: str) -> Iterable[str]:
    """Texts of the same shape: as long, with letters for letters and digits for digits."""
    yield _masked(value)
    yield value[:1] + _masked(value[1:]) if value[:1].isdigit() else _masked(value)
    yield re.sub(r"\d", "1", _masked(value))


def _masked(value: str) -> str:
    masked = _HAN.sub("某", value)
    masked = re.sub(r"[0-9]", "0", masked)
    masked = re.sub(r"[a-z]", "x", masked)
    return re.sub(r"[A-Z]", "X", masked)


def _fits(text: str, component: Component) -> bool:
    """Whether the field would take it."""
    if not component.minimum_length <= len(text) <= component.maximum_length:
        return False
    if component.text_kind == "email" and "@" not in text:
        return False
    if component.text_kind == "phone" and not re.fullmatch(r"[+\d][\d ()-]{5,}", text):
        return False
    try:
        return not component.pattern or re.search(component.pattern, text) is not None
    except re.error:
        return False
