"""DMN XML becomes decision models, or is refused with every reason."""

from collections.abc import Mapping

from engine.diagrams.dmn.graph import models
from engine.diagrams.dmn.imports import Library, namespace_of, open_root
from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.nodes import Nodes
from engine.diagrams.dmn.source import Source
from engine.errors import Refused


def read(
    file: str,
    data: bytes,
    others: Mapping[str, bytes] | None = None,
    *,
    draft: bool = False,
    checked: bool = False,
) -> Mapping[str, DecisionModel]:
    """The decisions and decision services of a DMN 1.1 to 1.5 file by id.

    `others` are the DMN files by name that it may import from. Raises Refused with every finding, UnsafeXml. A `draft`
    is read in spite of its findings, save limits: what is wrong in it gives null, as DMN has it. What is already deployed
    is `checked`: nothing is found in it any more.
    """
    root = open_root(file, data)
    source = Source(file, root, namespace_of(root), [])
    nodes = Nodes(source, Library(source, others or {}))
    found = models(source, nodes, draft=draft, checked=checked)
    if not nodes.by_key and source.child(root, "itemDefinition") is None:
        source.refuse("dmn.no_decision", root)
    if source.findings and not (draft or checked):
        raise Refused(source.findings)
    return found
