"""Bytes become an XML tree only after they proved harmless.

A streaming pass by expat, which builds nothing, counts and refuses; only then lxml builds the tree. No entity is
declared or expanded, no address is opened, and nothing here recurses.
"""

import codecs
from typing import NoReturn
from xml.parsers import expat

from lxml import etree

from engine.diagrams.messages import finding
from engine.errors import UnsafeXml

MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 200
MAXIMUM_ITEMS = 60_000
"""Elements and attributes together; a diagram drawn by people has a tenth of it."""
MAXIMUM_ATTRIBUTES = 100
"""On one element; what looks at each costs the square of their number."""

_ENCODINGS = frozenset({"utf-8", "utf-16", "ascii", "iso8859-1"})


def parse(file: str, data: bytes) -> etree._Element:
    """The root element of `data`, without comments; `file` names it in findings.

    Raises UnsafeXml when the bytes are too long, too deep, too many elements or attributes, not XML, in another encoding than
    UTF-8, UTF-16 or Latin-1, or hold a document type, an entity or a processing instruction.
    """
    if len(data) > MAXIMUM_BYTES:
        _refuse("xml.size", file, 0, size=str(len(data)), limit=str(MAXIMUM_BYTES))
    _Inspection(file).run(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        _refuse("xml.syntax", file, getattr(error, "lineno", 0) or 0, reason=_clean(error.msg or ""))


def require_root(file: str, root: etree._Element, *tags: str) -> None:
    """Raises UnsafeXml unless the root is one of `tags`, written `{namespace}name`."""
    if root.tag not in tags:
        _refuse("xml.root", file, line(root), root=str(root.tag), expected=" / ".join(tags))


def line(element: etree._Element) -> int:
    """The line of the file on which the element begins, 0 when unknown."""
    found: int = getattr(element, "sourceline", 0) or 0
    return found


class _Inspection:
    """One pass over the bytes of one file, raising UnsafeXml at the first thing that is not harmless."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._depth = 0
        self._items = 0
        self._parser = expat.ParserCreate()
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def run(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            _refuse("xml.syntax", self._file, error.lineno, reason=expat.ErrorString(error.code))
        except (LookupError, ValueError) as error:
            self._refuse("xml.syntax", reason=_clean(str(error)))

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is None:
            return
        try:
            known = codecs.lookup(encoding).name in _ENCODINGS
        except LookupError:
            known = False
        if not known:
            self._refuse("xml.encoding", encoding=encoding)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        self._refuse("xml.doctype")

    def _instruction(self, target: str, data: str) -> None:
        self._refuse("xml.instruction", target=target)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._items += 1 + len(attributes)
        if len(attributes) > MAXIMUM_ATTRIBUTES:
            self._refuse("xml.attributes", limit=str(MAXIMUM_ATTRIBUTES))
        if self._depth > MAXIMUM_DEPTH:
            self._refuse("xml.depth", limit=str(MAXIMUM_DEPTH))
        if self._items > MAXIMUM_ITEMS:
            self._refuse("xml.elements", limit=str(MAXIMUM_ITEMS))

    def _end(self, name: str) -> None:
        self._depth -= 1

    def _refuse(self, rule: str, **parameters: str) -> NoReturn:
        _refuse(rule, self._file, self._parser.CurrentLineNumber, **parameters)


def _refuse(rule: str, file: str, line: int, **parameters: str) -> NoReturn:
    raise UnsafeXml([finding(rule, file, "", "", line, **parameters)])


def _clean(reason: str) -> str:
    return " ".join(reason.split()).rstrip(".")
