"""Imports between DMN files (DMN 1.5 §6.3.3): found by namespace among the files that came along.

A file that imports others is kept with them inside of its extension elements, so that what a definition is bound to
stays one resource that says everything.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from xml.parsers import expat

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.dmn.namespaces import VERSIONS
from engine.diagrams.dmn.source import Source
from engine.errors import Refused

MAXIMUM_FILES = 10
_BROUGHT = "{https://tiaokuai.dev/dmn/imported}imported"


def open_root(file: str, data: bytes) -> etree._Element:
    """The definitions of a DMN file. Raises UnsafeXml."""
    root = xml.parse(file, data)
    xml.require_root(file, root, *(f"{{{namespace}}}definitions" for namespace in VERSIONS))
    return root


def namespace_of(root: etree._Element) -> str:
    """The namespace of DMN that a file is written in."""
    return str(root.tag)[1:].partition("}")[0]


class _Found(Exception):
    """The root element was seen, or something before it that no DMN file has."""


def _declared(data: bytes) -> str:
    """The namespace that a file's definitions declare, from its first tag alone; '' when there is none."""
    declared = ""

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal declared
        declared = attributes.get("namespace", "")
        raise _Found

    def stop(*_: object) -> None:
        raise _Found

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = stop
    with suppress(_Found, expat.ExpatError, LookupError, ValueError):
        parser.Parse(data, True)
    return declared


class Library:
    """The DMN files that imports may mean, read when they are asked for; all findings go to the importing file's list."""

    def __init__(self, main: Source, others: Mapping[str, bytes]) -> None:
        self._main = main
        self._others = others
        self._found: dict[str, Source | None] = {}
        self._bytes = 0
        self._declared: dict[str, list[str]] | None = None

    def find(self, namespace: str) -> Source | None:
        """The file whose definitions have this namespace. Refuses when there are several."""
        if namespace not in self._found:
            found = [source for source in self._with(namespace) if source.root.get("namespace") == namespace]
            if len(found) > 1:
                files = ", ".join(sorted(source.file for source in found))
                self._main.refuse("dmn.import_twice", self._main.root, address=namespace, files=files)
            self._found[namespace] = found[0] if found else None
        return self._found[namespace]

    def _with(self, namespace: str) -> Iterator[Source]:
        for brought in self._main.root.iter(_BROUGHT):
            for root in brought:
                yield Source(brought.get("file", ""), root, namespace_of(root), self._main.findings)
        if self._declared is None:
            self._declared = {}
            for file, data in self._others.items():
                if file != self._main.file:
                    self._declared.setdefault(_declared(data), []).append(file)
        for file in self._declared.get(namespace, ()):
            data = self._others[file]
            self._bytes += len(data)
            if self._bytes > xml.MAXIMUM_BYTES:
                limit = str(xml.MAXIMUM_BYTES)
                self._main.refuse("xml.size", self._main.root, size=str(self._bytes), limit=limit)
                raise Refused(self._main.findings)
            root = open_root(file, data)
            yield Source(file, root, namespace_of(root), self._main.findings)


def imports(source: Source) -> list[tuple[str, str]]:
    """(name, namespace) of every model that a file imports. Refuses imports of anything else than DMN.

    Raises Refused for too many.
    """
    found: list[tuple[str, str]] = []
    for element in source.children(source.root, "import"):
        if len(found) == MAXIMUM_FILES:
            source.refuse("dmn.too_long", element, limit=str(MAXIMUM_FILES))
            raise Refused(source.findings)
        kind = element.get("importType", "")
        if kind not in VERSIONS:
            source.refuse("dmn.import_type", element, type=kind)
            continue
        found.append((element.get("name", ""), element.get("namespace", "")))
    return found


def self_contained(file: str, data: bytes, others: Mapping[str, bytes]) -> bytes:
    """`data` as it is when it imports nothing; else with every file in it that it needs, directly or through others.

    Raises UnsafeXml, and Refused when an import may mean several files.
    """
    root = open_root(file, data)
    main = Source(file, root, namespace_of(root), [])
    library = Library(main, others)
    brought: dict[str, Source] = {}
    waiting = [main]
    while waiting and len(brought) <= MAXIMUM_FILES:
        for _, namespace in imports(waiting.pop()):
            found = library.find(namespace)
            if found is not None and namespace not in brought and found.root is not root:
                brought[namespace] = found
                waiting.append(found)
    if any(found.rule == "dmn.import_twice" for found in main.findings):
        raise Refused(main.findings)
    if not brought or next(root.iter(_BROUGHT), None) is not None:
        return data
    extension = etree.Element(f"{{{main.namespace}}}extensionElements")
    for source in brought.values():
        etree.SubElement(extension, _BROUGHT, {"file": source.file}).append(source.root)
    existing = main.child(root, "extensionElements")
    if existing is None:
        described = main.child(root, "description")
        root.insert(0 if described is None else 1, extension)
    else:
        existing.extend(list(extension))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
