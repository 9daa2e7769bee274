"""A diagram in which every element is called what it is called today, and nothing else is moved."""

from engine.diagrams.weaving import markup
from engine.diagrams.weaving.markup import Element
from engine.diagrams.weaving.reading import Unreadable


def renewed(data: bytes) -> bytes:
    """The same diagram in the spelling of today (see `engine.diagrams.spelling`); what cannot be read stays as it is."""
    try:
        document = markup.read(data)
    except Unreadable:
        return data
    edits: list[tuple[int, int, str]] = []
    for element in document.elements:
        if markup.named(element.written, element.prefixes) != element.tag:
            edits += _renamed(element)
    text = document.text
    for start, end, written in sorted(edits, reverse=True):
        text = text[:start] + written + text[end:]
    return document.bytes(text) if edits else data


def _renamed(element: Element) -> list[tuple[int, int, str]]:
    """Places and new texts of the names in the element's tags; a namespace that has no prefix here gets one at the element."""
    space, _, local = element.tag[1:].rpartition("}")
    prefix = next((one for one, known in element.prefixes.items() if known == space), None)
    declared = "" if prefix is not None else f' xmlns:{_PREFIX}="{space}"'
    name = ":".join(filter(None, [_PREFIX if prefix is None else prefix, local]))
    begin = element.start + 1
    edits = [(begin, begin + len(element.written), name + declared)]
    if element.outside < element.end:
        begin = element.outside + 2
        edits.append((begin, begin + len(element.written), name))
    return edits


_PREFIX = "policy"
