"""An SVG drawing from a browser, held against what bpmn-js draws: nothing else gets to the typesetter."""

import re
from dataclasses import dataclass

from lxml import etree

from engine.diagrams import xml
from engine.errors import UnsafeXml

SVG = "http://www.w3.org/2000/svg"
LONGEST = 14_000
"""Points; a page of a PDF may be 14,400 long (ISO 32000-1, annex C)."""
FONT = "Noto Serif SC"
"""The one font that comes with the product, see handlers/documents/fonts."""

_SHAPES = frozenset(
    [
        "svg",
        "g",
        "defs",
        "marker",
        "clipPath",
        "rect",
        "circle",
        "ellipse",
        "line",
        "path",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "style",
        "title",
        "desc",
    ]
)
_NUMBER = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*$")
_FAMILY = re.compile(r"font-family\s*:[^;]*;?")
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!['\"]?#)", re.IGNORECASE)


class NotADrawing(Exception):
    """What was sent is no drawing that the editor makes; the message says in English what is in the way."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A harmless drawing in the product's own font; width and height in points."""

    svg: bytes
    width: float
    height: float
    text: str


def read(data: bytes) -> Drawing:
    """The drawing in `data`. Raises NotADrawing."""
    try:
        root = xml.parse("drawing.svg", data)
    except UnsafeXml as error:
        raise NotADrawing(str(error)) from None
    if root.tag != f"{{{SVG}}}svg":
        raise NotADrawing("The root is not svg.")
    words: list[str] = []
    for element in root.iter("*"):
        name = etree.QName(element)
        if name.namespace != SVG or name.localname not in _SHAPES:
            raise NotADrawing(f"<{name.localname}> is nothing that the editor draws.")
        if name.localname == "style":
            element.text = ""
        if name.localname in ("text", "tspan"):
            words += [element.text or "", element.tail or ""]
        _attributes(element)
    for part in root.iter(f"{{{SVG}}}marker", f"{{{SVG}}}clipPath"):
        if any("url(" in str(value).lower() for inside in part.iter() for value in inside.attrib.values()):
            # Each drawn within each of another, a few would make more shapes than there is room for.
            raise NotADrawing("A marker is drawn by other markers.")
    root.set("font-family", FONT)
    width, height = _length(root, "width"), _length(root, "height")
    return Drawing(etree.tostring(root), width, height, "".join(words))


def _attributes(element: etree._Element) -> None:
    for attribute, value in list(element.attrib.items()):
        name = etree.QName(str(attribute)).localname
        if name.startswith("on") or name == "href" or _ELSEWHERE.search(str(value)):
            raise NotADrawing(f"The attribute {name} leads out of the drawing.")
        if name == "font-family":
            del element.attrib[attribute]
        elif name == "style":
            element.set("style", _FAMILY.sub("", str(value)))


def _length(root: etree._Element, name: str) -> float:
    found = _NUMBER.match(root.get(name, ""))
    length = float(found[1]) if found else 0.0
    if not 0 < length <= LONGEST:
        raise NotADrawing(f"The {name} must be a number above 0, and at most {LONGEST}.")
    return length
