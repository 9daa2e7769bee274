"""A form file while it is read: the findings so far, and typed access to JSON."""

from typing import Any, TypeVar

from engine.diagrams.messages import finding
from engine.errors import Finding

T = TypeVar("T")


class Source:
    """Collects what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def refuse(self, rule: str, element: str, name: str, **parameters: str) -> None:
        """Note a finding at the component `element`, labelled `name`."""
        self.findings.append(finding(rule, self.file, element, name, 0, **parameters))


class Node:
    """One JSON object of a component, read property by property; whatever was not asked for is refused at the end."""

    def __init__(self, source: Source, content: dict[str, Any], element: str, label: str, path: str = "") -> None:
        self._source = source
        self._content = content
        self._element = element
        self._label = label
        self._path = path
        self._asked: set[str] = set()

    def refuse(self, rule: str, **parameters: str) -> None:
        """Note a finding at this component."""
        self._source.refuse(rule, self._element, self._label, **parameters)

    def take(self, name: str, kind: type[T], default: T) -> T:
        """The property `name`; `default` when absent or null. Refuses another type."""
        self._asked.add(name)
        value = self._content.get(name)
        if value is None:
            return default
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool) and kind is not object):
            self.refuse("form.value", property=self._path + name, value=str(value)[:100], expected=kind.__name__)
            return default
        return value

    def has(self, name: str) -> bool:
        """Whether the property is there and not null."""
        return self._content.get(name) is not None

    def inner(self, name: str) -> "Node":
        """The JSON object in the property `name`, empty when absent."""
        content: dict[str, Any] = self.take(name, dict, {})
        return Node(self._source, content, self._element, self._label, f"{self._path}{name}.")

    def finish(self, kind: str) -> None:
        """Refuse every property that was not asked for and is not empty."""
        for name in self._content.keys() - self._asked:
            if self._content[name] not in (None, "", False, {}, []):
                self.refuse("form.property", property=self._path + name, type=kind)
