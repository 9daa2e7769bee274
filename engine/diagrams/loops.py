"""The markers that repeat an activity (BPMN 2.0.2 §10.3.8), and its default flow."""

from typing import TypedDict

from lxml import etree

from engine.diagrams import data, dialect
from engine.diagrams.model import Expression, MultiInstance, StandardLoop
from engine.diagrams.source import Source, children, text, yes


class Marks(TypedDict):
    """The fields that every activity has beside those of a flow node."""

    multi_instance: MultiInstance | None
    loop: StandardLoop | None
    default: str
    for_compensation: bool


def marks(source: Source, element: etree._Element) -> Marks:
    """The loop and compensation markers and the default flow of an activity."""
    return Marks(
        multi_instance=_multi_instance(source, element),
        loop=_standard_loop(source, element),
        default=element.get("default", ""),
        for_compensation=yes(element, "isForCompensation"),
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
    )


def _number(source: Source, loop: etree._Element, cardinality: str) -> Expression | None:
    """A loopCardinality: a number or FEEL."""
    if cardinality.isdecimal():
        return Expression(cardinality)
    return source.optional_expression(loop, cardinality, "loopCardinality")


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
