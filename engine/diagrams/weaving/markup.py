"""An XML file as elements that know where in the text they stand, which lxml does not tell."""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.diagrams import spelling, xml
from engine.diagrams.weaving.reading import Unreadable
from engine.errors import UnsafeXml

_TOKEN = re.compile(
    r"(?P<aside><!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(?P<cdata>.*?)\]\]>|</(?P<close>[^>\s]+)\s*>"
    r"|<(?P<open>[^\s/>]+)(?P<inside>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>|(?P<text>[^<]+)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?P<before>\s+)(?P<name>[^\s=]+)(?P<equals>\s*=\s*)(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.DOTALL
)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BLANK = re.compile(r"\r\n|[\t\r\n]")
_ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|\w+);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Attribute(NamedTuple):
    """One attribute: `name` is `{namespace}local`, `written` as it stands there, `value` without entities.

    `raw` is the whole text of it with the blanks before, `head` that up to and with the opening quote.
    """

    name: str
    written: str
    value: str
    raw: str
    head: str


@dataclass(eq=False, slots=True)
class Element:
    """One element: `start`, `inside`, `outside`, `end` are the places of its two tags in the text of the document.

    `tag` is its name, `{namespace}local`, as it is today (`engine.diagrams.spelling`), `written` as it stands there.
    """

    tag: str
    written: str
    attributes: list[Attribute]
    identity: str
    """Its id, or ''."""
    prefixes: Mapping[str, str]
    parent: "Element | None"
    start: int
    inside: int
    outside: int = 0
    end: int = 0
    children: "list[Element]" = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """What stands before the first child, between the children and after the last, without comments."""

    @property
    def text(self) -> str:
        """The characters directly in it; '' where there are only blanks."""
        whole = "".join(self.texts)
        return whole if whole.strip() else ""

    @property
    def mixed(self) -> bool:
        """Whether it holds both characters and elements."""
        return bool(self.children and self.text)

    def get(self, name: str) -> str | None:
        """The value of an attribute, None where it has none."""
        return next((one.value for one in self.attributes if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its text with line ends as they are, every element in document order (the root first), its encoding and its mark."""

    text: str
    elements: list[Element]
    encoding: str
    mark: bytes

    @property
    def root(self) -> Element:
        """The outermost element."""
        return self.elements[0]

    @property
    def newline(self) -> str:
        """How lines end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def bytes(self, text: str) -> bytes:
        """Another text in the same encoding; characters that it lacks are written by their number."""
        return self.mark + text.encode(self.encoding, "xmlcharrefreplace")


def read(data: bytes) -> Document:
    """The elements of `data` with their places. Raises Unreadable for what `engine.diagrams.xml` refuses."""
    try:
        xml.parse("", data)
    except UnsafeXml as error:
        raise Unreadable(str(error)) from error
    mark, encoding = next((found for found in _MARKS if data.startswith(found[0])), (b"", ""))
    if not encoding:
        declared = _ENCODING.match(data)
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        text = data[len(mark) :].decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(str(error)) from error
    return Document(text, _elements(text), encoding, mark)


def _elements(text: str) -> list[Element]:
    found: list[Element] = []
    current: Element | None = None
    for token in _TOKEN.finditer(text):
        if token["open"] is not None:
            element = _opened(token, current)
            found.append(element)
            if current is not None:
                current.children.append(element)
                current.texts.append("")
            if token["inside"].endswith("/"):
                element.outside = element.end = element.inside
            else:
                current = element
        elif current is None or token["aside"] is not None:
            continue
        elif token["close"] is not None:
            current.outside, current.end = token.span()
            current = current.parent
        else:
            current.texts[-1] += _plain(token["cdata"]) if token["cdata"] is not None else characters(token["text"])
    return found


def _opened(token: re.Match[str], parent: Element | None) -> Element:
    written, inside = token.group("open", "inside")
    prefixes: Mapping[str, str] = parent.prefixes if parent else {"": "", "xml": "http://www.w3.org/XML/1998/namespace"}
    matches = list(_ATTRIBUTE.finditer(inside))
    if "xmlns" in inside:
        prefixes = {**prefixes, **_declared(matches)}
    attributes: list[Attribute] = []
    identity = ""
    for match in matches:
        name, value = match.group("name", "value")
        plain = characters(_BLANK.sub(" ", value))
        raw = match[0]
        attributes.append(
            Attribute(named(name, prefixes) if ":" in name else name, name, plain, raw, raw[: -len(value) - 1])
        )
        if name == "id":
            identity = plain
    tag = spelling.today(parent.tag if parent else "", named(written, prefixes))
    element = Element(tag, written, attributes, identity, prefixes, parent, token.start(), token.end())
    element.texts.append("")
    return element


def _declared(matches: Iterable[re.Match[str]]) -> dict[str, str]:
    """Namespaces by the prefixes that an element declares, '' for the one without."""
    return {
        match["name"].removeprefix("xmlns").removeprefix(":"): characters(match["value"])
        for match in matches
        if is_declaration(match["name"])
    }


def named(written: str, prefixes: Mapping[str, str]) -> str:
    """`{namespace}local` of what is written with a prefix, or with none, where these prefixes are declared."""
    prefix, _, local = written.rpartition(":")
    if is_declaration(written) and local:
        return written
    space = prefixes.get(prefix, "")
    return f"{{{space}}}{local}" if space else local


def characters(raw: str) -> str:
    """Text of a file without its entities and with plain line ends."""
    plain = _plain(raw)
    return _ENTITY.sub(_character, plain) if "&" in plain else plain


def _plain(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    if not name.startswith("#"):
        return _NAMED.get(name, entity[0])
    return chr(int(name[2:], 16) if name.startswith("#x") else int(name[1:]))


def is_declaration(written: str) -> bool:
    """Whether an attribute of this name declares a namespace."""
    return written == "xmlns" or written.startswith("xmlns:")
