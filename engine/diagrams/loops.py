"""The markers that repeat an activity (BPMN 2.0.2 §10.3.8), its default flow, and the tokens it takes and gives."""

from collections.abc import Iterator
from typing import Literal, TypedDict

from lxml import etree

from engine.diagrams import data, dialect, events
from engine.diagrams.model import (
    BehaviorThrow,
    EscalationDefinition,
    Expression,
    MultiInstance,
    SignalDefinition,
    StandardLoop,
)
from engine.diagrams.source import Source, children, text, yes

_BEHAVIORS: dict[str, Literal["all", "one", "none", "complex"]] = {
    "All": "all",
    "One": "one",
    "None": "none",
    "Complex": "complex",
}
MAXIMUM_QUANTITY = 100
"""More tokens than this no activity takes or gives at once."""

_THROWN = ("signalEventDefinition", "escalationEventDefinition")


class Marks(TypedDict):
    """The fields that every activity has beside those of a flow node."""

    multi_instance: MultiInstance | None
    loop: StandardLoop | None
    default: str
    for_compensation: bool
    start_quantity: int
    completion_quantity: int


def marks(source: Source, element: etree._Element) -> Marks:
    """The loop and compensation markers of an activity, its default flow and quantities."""
    return Marks(
        multi_instance=_multi_instance(source, element),
        loop=_standard_loop(source, element),
        default=element.get("default", ""),
        for_compensation=yes(element, "isForCompensation"),
        start_quantity=_quantity(source, element, "startQuantity"),
        completion_quantity=_quantity(source, element, "completionQuantity"),
    )


def _standard_loop(source: Source, element: etree._Element) -> StandardLoop | None:
    loop = next(children(element, "standardLoopCharacteristics"), None)
    if loop is None:
        return None
    maximum = loop.get("loopMaximum", "").strip().lstrip("+")
    return StandardLoop(
        test_before=yes(loop, "testBefore"),
        condition=source.optional_expression(loop, text(loop, "loopCondition"), "loopCondition"),
        maximum=int(maximum) if maximum.isdecimal() else 0,
    )


def _multi_instance(source: Source, element: etree._Element) -> MultiInstance | None:
    loop = next(children(element, "multiInstanceLoopCharacteristics"), None)
    if loop is None:
        return None

    def read(name: str) -> str:
        return dialect.attribute(loop, "loopCharacteristics", name)

    cardinality = text(loop, "loopCardinality")
    given, taken = _local(text(loop, "loopDataInputRef")), _local(text(loop, "loopDataOutputRef"))
    items = source.expression(loop, read("inputCollection"), "inputCollection")
    each, output_item = next(children(loop, "inputDataItem"), None), next(children(loop, "outputDataItem"), None)
    output = source.optional_expression(loop, read("outputElement"), "outputElement")
    return MultiInstance(
        sequential=yes(loop, "isSequential"),
        input_collection=data.collection(source, element, given) if given and not items.source else items,
        cardinality=_number(source, loop, cardinality),
        input_element=read("inputElement") or ("" if each is None else each.get("name", "")),
        output_collection=read("outputCollection") or (data.receiver(source, element, taken) if taken else ""),
        output_element=output or (None if output_item is None else Expression(output_item.get("name", ""))),
        completion_condition=source.optional_expression(loop, text(loop, "completionCondition"), "completionCondition"),
        behavior=_BEHAVIORS.get(loop.get("behavior", "All"), "all"),
        throws=tuple(_throws(source, loop)),
    )


def _throws(source: Source, loop: etree._Element) -> Iterator[BehaviorThrow]:
    """What completing instances throw: the events that the marker refers to or holds."""
    behavior = loop.get("behavior", "All")
    if behavior == "Complex":
        for part in children(loop, "complexBehaviorDefinition"):
            event = next(children(part, "event"), None)
            condition = source.expression(part, text(part, "condition"), "condition")
            if event is None:
                continue
            for definition in children(event, *_THROWN):
                yield BehaviorThrow(_definition(source, event, definition), condition)
    elif behavior != "All":
        reference = _local(loop.get("oneBehaviorEventRef" if behavior == "One" else "noneBehaviorEventRef", ""))
        if not reference:
            yield BehaviorThrow(SignalDefinition(""))
        for definition in children(source.root, *_THROWN):
            if reference and definition.get("id", "") == reference:
                yield BehaviorThrow(_definition(source, loop, definition), None)


def _definition(
    source: Source, owner: etree._Element, element: etree._Element
) -> SignalDefinition | EscalationDefinition:
    found = events.single(source, owner, element)
    assert isinstance(found, SignalDefinition | EscalationDefinition)
    return found


def _quantity(source: Source, element: etree._Element, name: str) -> int:
    """How many tokens an activity takes or gives."""
    written = element.get(name, "1").strip().lstrip("+")
    quantity = int(written) if written.isdecimal() and len(written) < 6 else 0
    if not 1 <= quantity <= MAXIMUM_QUANTITY:
        source.report("quantity.range", element, attribute=name, value=written, most=str(MAXIMUM_QUANTITY))
        return 1
    return quantity


def _number(source: Source, loop: etree._Element, cardinality: str) -> Expression | None:
    """A loopCardinality: a number or FEEL."""
    if cardinality.isdecimal():
        return Expression(cardinality)
    return source.optional_expression(loop, cardinality, "loopCardinality")


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
