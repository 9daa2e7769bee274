"""What the `zeebe:` and `policy:` extension elements of one BPMN element say, as model values.

`=…` is a FEEL expression, anything else a literal text.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, TypedDict, overload

from lxml import etree

from engine.diagrams.model import Expression, Value, VariableMapping
from engine.diagrams.namespaces import BPMN, POLICY, ZEEBE

NAME_EN = "name:en"
"""The zeebe:property that holds an element's English name."""


def value(text: str) -> Value:
    """A FEEL expression where `text` starts with `=`, else the text itself, both without outer blanks."""
    text = text.strip()
    return Expression(text[1:].strip()) if text.startswith("=") else text


def optional_value(text: str | None) -> Value | None:
    """As `value`; None for a missing or blank text."""
    return value(text) if text is not None and text.strip() else None


def extension(element: etree._Element, name: str) -> etree._Element | None:
    """The first `zeebe:<name>` in the element's extensionElements; `policy:<name>` asks for one of ours."""
    return next(_extensions(element, _tag(name)), None)


def attribute(element: etree._Element, name: str, attribute_name: str, default: str = "") -> str:
    """An attribute of the first extension element of the name, as `extension` finds it, or `default`."""
    found = extension(element, name)
    return default if found is None else found.get(attribute_name, default).strip()


@overload
def binding(element: etree._Element, name: str) -> Literal["latest", "deployment"]: ...
@overload
def binding(
    element: etree._Element, name: str, *, by_tag: Literal[True]
) -> Literal["latest", "deployment", "versionTag"]: ...
def binding(
    element: etree._Element, name: str, *, by_tag: bool = False
) -> Literal["latest", "deployment", "versionTag"]:
    """The bindingType of the first `zeebe:<name>`."""
    text = attribute(element, name, "bindingType", "latest")
    if text == "deployment":
        return "deployment"
    return "versionTag" if by_tag and text == "versionTag" else "latest"


def properties(element: etree._Element) -> Mapping[str, str]:
    """The zeebe:properties of an element, its English name included."""
    return _pairs(extension(element, "properties"), "property", "name")


class Job(TypedDict):
    """What a handler is told: which one, how often it may try, and its static headers."""

    type: Value
    retries: Value
    headers: Mapping[str, str]


def job(element: etree._Element) -> Job:
    """The zeebe:taskDefinition of an element, with its zeebe:taskHeaders; three tries where it says none."""
    return Job(
        type=value(attribute(element, "taskDefinition", "type")),
        retries=value(attribute(element, "taskDefinition", "retries") or "3"),
        headers=_pairs(extension(element, "taskHeaders"), "header", "key"),
    )


def mappings(element: etree._Element, direction: Literal["input", "output"]) -> tuple[VariableMapping, ...]:
    """The inputs or outputs of an element's zeebe:ioMapping, in document order."""
    mapping = extension(element, "ioMapping")
    if mapping is None:
        return ()
    return tuple(
        VariableMapping(value(part.get("source", "")), part.get("target", "").strip())
        for part in mapping.iterchildren(f"{{{ZEEBE}}}{direction}")
    )


def basis(element: etree._Element) -> tuple[str, ...]:
    """The clause ids that the element's policy:basis elements cite; one may cite several, parted by blanks."""
    found = _extensions(element, _tag("policy:basis"))
    return tuple(clause for part in found for clause in part.get("clause", "").split())


def practice(element: etree._Element) -> bool:
    """Whether public practice rather than the document asks for the element."""
    return extension(element, "policy:practice") is not None


def _tag(name: str) -> str:
    ours = name.removeprefix("policy:")
    return f"{{{ZEEBE}}}{name}" if ours == name else f"{{{POLICY}}}{ours}"


def _extensions(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for container in element.iterchildren(f"{{{BPMN}}}extensionElements"):
        yield from container.iterchildren(tag)


def _pairs(container: etree._Element | None, part: str, key: str) -> Mapping[str, str]:
    if container is None:
        return {}
    return {item.get(key, ""): item.get("value", "") for item in container.iterchildren(f"{{{ZEEBE}}}{part}")}
