"""Elements that are also written otherwise than this dialect writes them, and are read all the same.

A name of ours may have changed since a file was deployed, and cases run by that file to their end; bpmn.io's writer, which
the desktop Camunda Modeler saves with, calls some of the standard's elements by their types. One table tells them all: whoever
reads a diagram sees the name of today, and `engine.diagrams.weaving.renewed` writes it.
"""

from collections.abc import Mapping

from lxml import etree

from engine.diagrams.namespaces import BPMN, POLICY, ZEEBE

_BY_PARENT: Mapping[tuple[str, str], str] = {
    (f"{{{BPMN}}}{parent}", f"{{{BPMN}}}{written}"): f"{{{BPMN}}}{name}"
    for parent, written, name in [
        ("correlationPropertyRetrievalExpression", "formalExpression", "messagePath"),
        ("correlationPropertyBinding", "formalExpression", "dataPath"),
        ("complexBehaviorDefinition", "formalExpression", "condition"),
        ("complexBehaviorDefinition", "implicitThrowEvent", "event"),
    ]
}
"""What bpmn-moddle 10 writes for a property whose type is no abstract one, by parent and name; the schema has it otherwise."""

EARLIER: Mapping[str, str] = {f"{{{ZEEBE}}}publishMessage": f"{{{POLICY}}}publishMessage"}
"""What an element was called before, wherever it stands. The desktop Modeler drops what it does not know of its own namespace
and keeps what is of another."""

_WRITTEN = (*EARLIER, *(written for _, written in _BY_PARENT))


def today(parent: str, tag: str) -> str:
    """The tag, `{namespace}name`, that an element below `parent` has today; most are called what they are called."""
    return EARLIER.get(tag) or _BY_PARENT.get((parent, tag), tag)


def renew(root: etree._Element) -> list[tuple[etree._Element, str]]:
    """Give the elements below `root` the tags of today; those that had an earlier name, with it."""
    found = []
    for element in root.iter(*_WRITTEN):
        parent, tag = element.getparent(), str(element.tag)
        element.tag = today("" if parent is None else str(parent.tag), tag)
        if tag in EARLIER:
            found.append((element, tag))
    return found
