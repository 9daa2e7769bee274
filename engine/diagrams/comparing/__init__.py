"""What two versions of a procedure's files differ in, as values; whoever shows them finds the words.

One comparison feeds the list in words, the marks on the two drawings and the tables, so none of them can say something else
than the others. Files that cannot be read are compared line by line.
"""

import json
from collections.abc import Mapping

from engine.diagrams import spelling, xml
from engine.diagrams.comparing import drawings, forms, lines, tables
from engine.diagrams.comparing.model import Cell, Column, Entry, FileDifference, Kind, Line, Part, Property, Row, Table
from engine.errors import UnsafeXml


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[FileDifference]:
    """Every file that is not the same in both, by name; file names are relative to the procedure's folder."""
    return [
        compare_file(file, old.get(file), new.get(file))
        for file in sorted({*old, *new})
        if old.get(file) != new.get(file)
    ]


def compare_file(file: str, old: bytes | None, new: bytes | None) -> FileDifference:
    """One file; None where a version lacks it."""
    kind: Kind = "added" if old is None else "removed" if new is None else "changed"
    try:
        if file.endswith(".bpmn"):
            roots = [xml.parse(file, drawings.EMPTY if one is None else one) for one in (old, new)]
            for root in roots:
                spelling.renew(root)
            return FileDifference(file, "diagram", kind, entries=drawings.compare(*roots))
        if file.endswith(".dmn"):
            roots = [xml.parse(file, tables.EMPTY if one is None else one) for one in (old, new)]
            return FileDifference(file, "table", kind, *tables.compare(*roots))
        if file.endswith((".form", ".json")):
            read = [json.loads("{}" if one is None else one) for one in (old, new)]
            entries, parts = forms.compare(*read)
            return FileDifference(file, "form", kind, entries=entries, parts=parts)
    except (UnsafeXml, ValueError, RecursionError):
        pass
    return FileDifference(file, "text", kind, lines=lines.compare(old or b"", new or b""))


__all__ = [
    "Cell",
    "Column",
    "Entry",
    "FileDifference",
    "Kind",
    "Line",
    "Part",
    "Property",
    "Row",
    "Table",
    "compare",
    "compare_file",
]
