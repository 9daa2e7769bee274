"""Data stores from XML (BPMN 2.0.2 §10.4.1): tables by name that outlive the case, whose rows steps read and write.

A `dataStoreReference` names the store by `dataStoreRef` and the row by its zeebe:property `key`. A data output
association to it writes the row, a data input association from it reads the row. In the expressions of the association
the row is called by the reference's id, or by its zeebe:property `variable`.
"""

import re
from collections.abc import Iterator

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.data_names import PLACEHOLDER, is_store, variable
from engine.diagrams.inspection import written
from engine.diagrams.model import Expression, StoreRead, StoreRow, StoreWrite, Value
from engine.diagrams.source import Source, children, text

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def check(source: Source, reference: etree._Element) -> None:
    """A finding where a reference cannot tell which row of which store it means."""
    declared = reference.get("dataStoreRef", "")
    store = source.item(_local(declared))
    if declared and (store is None or written(store.tag) != "dataStore"):
        source.report("data.store_unknown", reference, store=declared)
        return
    if not source.is_associated(reference.get("id", "")):
        return
    if store is None:
        source.report("data.store_unknown", reference, store="")
        return
    if not _NAME.fullmatch(store.get("name", "")):
        source.report("data.store_name", store, store=store.get("name", ""))
    if not dialect.properties(reference).get("key", "").strip():
        source.report("data.store_key", reference)


def reads(source: Source, element: etree._Element) -> tuple[StoreRead, ...]:
    """The rows that a node reads before it begins, each reference once."""
    found: dict[str, StoreRead] = {}
    loop = _loop_part(element, "loopDataInputRef")
    for association in children(element, "dataInputAssociation"):
        target = source.item(_local(text(association, "targetRef")))
        if target is not None and is_store(target):
            source.report("data.store_side", association, store=_called(target))
        for reference in _sources(source, association):
            if not is_store(reference):
                continue
            moves = list(children(association, "assignment", "transformation"))
            if target is not None and target.get("name") == PLACEHOLDER and not moves:
                source.report("data.store", association, store=_called(reference))
            elif loop and target is not None and target.get("id") == loop:
                source.report("data.store_collection", association, store=_called(reference))
            elif (row := _row(source, reference)) is not None:
                found[reference.get("id", "")] = StoreRead(row, variable(source, reference))
    return tuple(found.values())


def writes(source: Source, element: etree._Element) -> tuple[StoreWrite, ...]:
    """The rows that a node writes when it has ended, in document order."""
    found: list[StoreWrite] = []
    loop = _loop_part(element, "loopDataOutputRef")
    for association in children(element, "dataOutputAssociation"):
        for given in _sources(source, association):
            if is_store(given):
                source.report("data.store_side", association, store=_called(given))
        target = source.item(_local(text(association, "targetRef")))
        if target is None or not is_store(target):
            continue
        if loop and any(given.get("id") == loop for given in _sources(source, association)):
            source.report("data.store_collection", association, store=_called(target))
            continue
        row, values = _row(source, target), list(_written(source, association, target))
        if not values:
            source.report("data.store", association, store=_called(target))
        elif len(values) > 1:
            source.report("data.store_once", association, store=_called(target))
        elif row is not None:
            found.append(StoreWrite(row, values[0]))
    return tuple(found)


def _written(source: Source, association: etree._Element, target: etree._Element) -> Iterator[Value]:
    """The values that an association to a store says to write."""
    assignments = list(children(association, "assignment"))
    for assignment in assignments:
        to = text(assignment, "to").lstrip("=").strip()
        if to not in (target.get("id"), target.get("name")):
            source.report("data.store_whole", association, to=to, reference=target.get("id", ""))
        yield dialect.value(text(assignment, "from"))
    if assignments:
        return
    transformation = text(association, "transformation")
    given = [variable(source, one) for one in _sources(source, association)]
    if transformation:
        yield source.expression(association, transformation, "transformation")
    else:
        yield from map(Expression, given)


def _row(source: Source, reference: etree._Element) -> StoreRow | None:
    """The row of a reference; None where `check` has found something about it."""
    store = source.item(_local(reference.get("dataStoreRef", "")))
    key = dialect.optional_value(dialect.properties(reference).get("key"))
    if written(reference.tag) != "dataStoreReference" or store is None or key is None:
        if written(reference.tag) == "dataStore":
            source.report("data.store_unknown", reference, store="")
        return None
    return StoreRow(store.get("name", ""), key)


def _sources(source: Source, association: etree._Element) -> Iterator[etree._Element]:
    for part in children(association, "sourceRef"):
        found = source.item(_local(part.text or ""))
        if found is not None:
            yield found


def _loop_part(element: etree._Element, name: str) -> str:
    """The id of the data that holds a collection of a multi-instance activity, or ''."""
    loop = next(children(element, "multiInstanceLoopCharacteristics"), None)
    return "" if loop is None else _local(text(loop, name))


def _called(element: etree._Element) -> str:
    return element.get("name", "") or element.get("id", "")


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
