"""What diagrams call their data stores, the columns of those and the values in them, beside the names that programs use.

The shape's name is the store's. Its properties name the rest: `label:onTime` names the column `onTime`, and
`label:outcome=closed` the value `closed` in the column `outcome`; `:en` after either holds the English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from engine.diagrams.namespaces import BPMN, ZEEBE
from engine.runtime.engine import Engine
from web.language import Name

LABEL = "label:"
_ENGLISH = ":en"


@dataclass(frozen=True, slots=True)
class StoreWords:
    """The words of one store; `labels` by `column` and by `column=value`."""

    name: Name
    labels: Mapping[str, Name] = field(default_factory=dict)

    def column(self, column: str) -> Name | None:
        """What the diagrams call the column, None where none does."""
        return self.labels.get(column)

    def value(self, column: str, value: Any) -> Any:
        """The value, or the values of a list, by the names that the diagrams give; others as they are."""
        if isinstance(value, list):
            return [self.value(column, one) for one in value]
        named = self.labels.get(f"{column}={value}") if isinstance(value, str) else None
        return named.said if named else value


def names(engine: Engine) -> dict[str, StoreWords]:
    """The words of the stores in the diagrams in force, by the name of their table; those found first stand."""
    found: dict[str, StoreWords] = {}
    for row in engine.definitions():
        for store, words in _drawn(row.hash, engine.diagram(row.hash)):
            known = found.get(store, words)
            found[store] = StoreWords(known.name, {**words.labels, **known.labels})
    return found


@lru_cache(maxsize=500)
def _drawn(_hash: str, xml: bytes) -> tuple[tuple[str, StoreWords], ...]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    tables = {store.get("id", ""): store.get("name", "") for store in root.iter(f"{{{BPMN}}}dataStore")}
    found = []
    for reference in root.iter(f"{{{BPMN}}}dataStoreReference"):
        table = tables.get(reference.get("dataStoreRef", "").rpartition(":")[2], "")
        if table:
            properties = {one.get("name", ""): one.get("value", "") for one in reference.iter(f"{{{ZEEBE}}}property")}
            name = Name(reference.get("name", "") or table, properties.get("name:en", ""))
            found.append((table, StoreWords(name, _labels(properties))))
    return tuple(found)


def _labels(properties: Mapping[str, str]) -> dict[str, Name]:
    named = {key.removeprefix(LABEL): text for key, text in properties.items() if key.startswith(LABEL)}
    return {
        key: Name(text, named.get(f"{key}{_ENGLISH}", "")) for key, text in named.items() if not key.endswith(_ENGLISH)
    }
