"""What the data of a diagram is called in expressions.

A data object is the variable of its zeebe:property `variable`, else of its name where that is a variable's name, else of
its id. The row of a data store is called by the reference's `variable`, else by its id.
"""

import re

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.inspection import written
from engine.diagrams.source import Source
from engine.diagrams.words import is_variable

PLACEHOLDER = "__targetRef_placeholder"
"""The name of the property to which a modeler leads an input association that moves nothing."""


def variable(source: Source, element: etree._Element) -> str:
    """The variable that holds the data of `element`, or by which mappings see the row of a data store."""
    named = dialect.properties(element).get("variable", "")
    if named:
        return named
    if is_store(element):
        return _as_variable(element.get("id", ""))
    reference = element.get("dataObjectRef", "")
    target = source.item(reference.rpartition(":")[2]) if reference else None
    if target is not None:
        own = dialect.properties(target).get("variable", "") or target.get("name", "")
        if own and is_variable(own):
            return own
    name = element.get("name", "")
    if is_variable(name):
        return name
    return (target if target is not None else element).get("id", "")


def is_store(element: etree._Element) -> bool:
    """Whether it is a data store or a reference to one."""
    return written(element.tag) in ("dataStoreReference", "dataStore")


def _as_variable(identity: str) -> str:
    """An id as a variable's name: what a name cannot hold becomes an underscore."""
    name = re.sub(r"\W", "_", identity)
    return name if is_variable(name) else f"_{name}"
