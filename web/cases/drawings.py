"""The BPMN file of a case as its page draws it: in English, the English names stand in the shapes."""

import msgspec
from lxml import etree

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.diagrams.namespaces import BPMN
from engine.runtime.labels import called_definition
from web.language import language


def drawing(definition: Definition, process: str) -> bytes:
    """The file that holds `process` (the definition's own or a called one), in the reader's language."""
    own = process in ("", definition.process.id)
    holder = called_definition(definition, "" if own else process)
    manifest = msgspec.json.decode(holder.manifest, type=deployment.Manifest)
    xml = holder.resources[manifest.diagram]
    return renamed(xml, dict(holder.diagram.names_en)) if language() == "en" else xml


def renamed(xml: bytes, names: dict[str, str]) -> bytes:
    """The file with these names in the shapes, by element id."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter(f"{{{BPMN}}}*"):
        name = names.get(element.get("id", ""))
        if not name:
            continue
        note = element.find(f"{{{BPMN}}}text")
        if note is not None:
            note.text = name
        else:
            element.set("name", name)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
