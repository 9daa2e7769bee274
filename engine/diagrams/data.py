"""Data from XML (BPMN 2.0.2 §10.4): what holds it becomes variables, what moves it becomes variable mappings.

An association that a modeler draws without saying what it moves only shows that a step reads or writes. What reads and
writes a data store is in `data_stores`.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engine.diagrams import data_stores, dialect
from engine.diagrams.data_names import PLACEHOLDER, is_store, variable
from engine.diagrams.inspection import written
from engine.diagrams.model import DataItem, Expression, InputSet, OutputSet, VariableMapping
from engine.diagrams.source import Source, children, text, yes

_KINDS = {
    "dataObject": "object",
    "dataObjectReference": "reference",
    "dataStoreReference": "store",
    "dataInput": "input",
    "dataOutput": "output",
    "property": "property",
}


def items(source: Source, container: etree._Element) -> tuple[DataItem, ...]:
    """The data of a process or subprocess, in document order."""
    return tuple(_item(source, element) for element in _declared(container))


def inputs(source: Source, element: etree._Element) -> tuple[VariableMapping, ...]:
    """What the data of a node creates as local variables when the node begins."""
    own = [
        VariableMapping(Expression("null"), variable(source, part))
        for part in (*children(element, "property"), *children(element, "dataObject"))
        if part.get("name") != PLACEHOLDER
    ]
    moved = [one for part in children(element, "dataInputAssociation") for one in _moved(source, part)]
    items = _loop_part(element, "loopDataInputRef")
    return (*own, *(replace(one, datum=target) for target, one in moved if not items or target != items))


def outputs(source: Source, element: etree._Element) -> tuple[VariableMapping, ...]:
    """What the data of a node assigns when the node ends."""
    gathered = _loop_part(element, "loopDataOutputRef")
    return tuple(
        replace(one, datum=given)
        for part in children(element, "dataOutputAssociation")
        if not (given := _local(text(part, "sourceRef"))) or given != gathered
        for _, one in _moved(source, part)
    )


def input_sets(element: etree._Element) -> tuple[InputSet, ...]:
    """The sets of data inputs of a node that need something, or that there are several of."""
    sets = []
    for specification in children(element, "ioSpecification"):
        everything = {part.get("id", "") for part in children(specification, "dataInput")}
        for one in children(specification, "inputSet"):
            taken = _references(one, "dataInputRefs")
            sets.append(InputSet(frozenset(taken), frozenset(taken - _references(one, "optionalInputRefs"))))
        if len(sets) == 1:
            sets = [InputSet(frozenset(everything), sets[0].required)]
    return tuple(sets) if len(sets) > 1 or any(one.required for one in sets) else ()


def output_sets(element: etree._Element) -> tuple[OutputSet, ...]:
    """The sets of data outputs of a node that need something, or that there are several of."""
    sets = []
    for specification in children(element, "ioSpecification"):
        everything = {part.get("id", "") for part in children(specification, "dataOutput")}
        begins = list(children(specification, "inputSet"))
        for one in children(specification, "outputSet"):
            given = _references(one, "dataOutputRefs")
            named = _references(one, "inputSetRefs")
            after = {
                place
                for place, begin in enumerate(begins)
                if begin.get("id", "") in named or one.get("id", "") in _references(begin, "outputSetRefs")
            }
            required = given - _references(one, "optionalOutputRefs")
            sets.append(OutputSet(frozenset(given), frozenset(required), frozenset(after)))
        if len(sets) == 1:
            sets = [OutputSet(frozenset(everything), sets[0].required)]
    return tuple(sets) if len(sets) > 1 or any(one.required for one in sets) else ()


def collection(source: Source, element: etree._Element, reference: str) -> Expression:
    """The list that fills the data input `reference` of `element`, or that the data object `reference` holds."""
    for part in children(element, "dataInputAssociation"):
        for target, mapping in _moved(source, part):
            if target == reference:
                return mapping.source if isinstance(mapping.source, Expression) else Expression(f'"{mapping.source}"')
    found = source.item(reference)
    return Expression("" if found is None else variable(source, found))


def receiver(source: Source, element: etree._Element, reference: str) -> str:
    """The variable to which the data output `reference` of `element` is moved, or its own."""
    for part in children(element, "dataOutputAssociation"):
        if _local(text(part, "sourceRef")) == reference:
            for _, mapping in _moved(source, part):
                return mapping.target
    found = source.item(reference)
    return "" if found is None else variable(source, found)


def _declared(container: etree._Element) -> Iterator[etree._Element]:
    yield from children(container, "dataObject", "dataObjectReference", "dataStoreReference", "property")
    for specification in children(container, "ioSpecification"):
        yield from children(specification, "dataInput", "dataOutput")


def _item(source: Source, element: etree._Element) -> DataItem:
    kind = _KINDS[written(element.tag)]
    if kind == "store":
        data_stores.check(source, element)
    state = next(children(element, "dataState"), None)
    return DataItem(
        id=element.get("id", ""),
        name=element.get("name", ""),
        kind=kind,  # type: ignore[arg-type]
        variable="" if kind == "store" else variable(source, element),
        refers_to=_local(element.get("dataObjectRef", "") or element.get("dataStoreRef", "")),
        state="" if state is None else state.get("name", ""),
        collection=yes(element, "isCollection"),
    )


def _moved(source: Source, association: etree._Element) -> Iterator[tuple[str, VariableMapping]]:
    """What an association moves, with the id of its target."""
    target = _local(text(association, "targetRef"))
    sources = [_local((part.text or "").strip()) for part in children(association, "sourceRef")]
    for end in (target, *sources):
        if source.item(end) is None:
            source.report("data.missing", association, end=end)
            return
    held = source.item(target)
    assert held is not None
    if is_store(held):
        return
    assignments = list(children(association, "assignment"))
    for assignment in assignments:
        path = dialect.value(text(assignment, "to"))
        name = path.source if isinstance(path, Expression) else path
        yield target, VariableMapping(dialect.value(text(assignment, "from")), name)
    if assignments or held.get("name") == PLACEHOLDER:
        return
    transformation = text(association, "transformation")
    if transformation:
        expression = source.expression(association, transformation, "transformation")
        yield target, VariableMapping(expression, variable(source, held))
    elif len(sources) == 1:
        given = source.item(sources[0])
        assert given is not None
        yield target, VariableMapping(Expression(variable(source, given)), variable(source, held))
    elif sources:
        source.report("data.several_sources", association)


def _references(element: etree._Element, name: str) -> set[str]:
    return {_local((part.text or "").strip()) for part in children(element, name)}


def _loop_part(element: etree._Element, name: str) -> str:
    """The id of the data that holds a collection of a multi-instance activity, or ''."""
    for loop in children(element, "multiInstanceLoopCharacteristics"):
        return _local(text(loop, name))
    return ""


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
