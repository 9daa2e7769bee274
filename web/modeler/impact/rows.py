"""Which row of which table a rule is: what people call it, where the journal has its id."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from lxml import etree

from engine.diagrams import deployment, xml
from engine.diagrams.definition import Definition
from web.language import Name


def rows(definitions: Iterable[Definition]) -> dict[str, Name]:
    """The rules of all tables that the definitions, and what they call, are bound to; by id."""
    found: dict[str, Name] = {}
    for data in {data for one in definitions for data in _tables(one, set())}:
        root = xml.parse("table.dmn", data)
        for decision in (one for one in root.iter() if _is(one, "decision")):
            title = decision.get("name") or decision.get("id", "")
            for number, rule in enumerate((one for one in decision.iter() if _is(one, "rule")), 1):
                zh, en = f"“{title}”第 {number} 行", f"row {number} of “{title}”"
                found.setdefault(rule.get("id", ""), Name(zh, en))
    return found


def said(rules: str, known: Mapping[str, Name]) -> tuple[str, str]:
    """Rules (ids, separated by commas) by their rows, Chinese and English."""
    names = [known.get(id, Name(id, id)) for id in rules.split(", ") if id]
    return "、".join(one.zh for one in names), ", ".join(one.en for one in names)


def _tables(one: Definition, seen: set[str]) -> Iterator[bytes]:
    if one.hash in seen:
        return
    seen.add(one.hash)
    manifest = msgspec.json.decode(one.manifest, type=deployment.Manifest)
    for digest in set(manifest.decisions.values()):
        yield one.resources[digest]
    for called in one.called.values():
        yield from _tables(called, seen)


def _is(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname == name
