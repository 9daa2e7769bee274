"""What diagrams call their data stores: the name of the shape, beside the name of the table."""

from functools import lru_cache

from lxml import etree

from engine.diagrams.namespaces import BPMN, ZEEBE
from engine.runtime.engine import Engine
from web.language import Name

_ENGLISH = f".//{{{ZEEBE}}}property[@name='name:en']"


def names(engine: Engine) -> dict[str, Name]:
    """The names of the stores in the diagrams in force, by the name of their table; the first one found stands."""
    found: dict[str, Name] = {}
    for row in engine.definitions():
        for store, name in _drawn(row.hash, engine.diagram(row.hash)):
            found.setdefault(store, name)
    return found


@lru_cache(maxsize=500)
def _drawn(_hash: str, xml: bytes) -> tuple[tuple[str, Name], ...]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    tables = {store.get("id", ""): store.get("name", "") for store in root.iter(f"{{{BPMN}}}dataStore")}
    found = []
    for reference in root.iter(f"{{{BPMN}}}dataStoreReference"):
        table = tables.get(reference.get("dataStoreRef", "").rpartition(":")[2], "")
        if table:
            english = reference.find(_ENGLISH)
            en = english.get("value", "") if english is not None else ""
            found.append((table, Name(reference.get("name", "") or table, en)))
    return tuple(found)
