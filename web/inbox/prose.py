"""The small part of Markdown that forms' texts may use: paragraphs, lists, headings, emphasis. Everything is escaped."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"^(?:[-*]|\d+[.)])\s+")


def prose(text: str) -> Markup:
    """The text as HTML."""
    return Markup("\n").join(_block(block.split("\n")) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(lines: list[str]) -> Markup:
    if all(_ITEM.match(line.strip()) for line in lines):
        tag = Markup("ol") if lines[0].strip()[0].isdigit() else Markup("ul")
        items = Markup("").join(Markup("<li>{}</li>").format(_inline(_ITEM.sub("", line.strip()))) for line in lines)
        return Markup("<{0}>{1}</{0}>").format(tag, items)
    if lines[0].startswith("#"):
        rest = Markup("<p>{}</p>").format(_lines(lines[1:])) if lines[1:] else Markup("")
        return Markup("<h3>{}</h3>{}").format(_inline(lines[0].lstrip("# ")), rest)
    return Markup("<p>{}</p>").format(_lines(lines))


def _lines(lines: list[str]) -> Markup:
    return Markup("<br>").join(_inline(line) for line in lines)


def _inline(text: str) -> Markup:
    return Markup("").join(_parts(text))


def _parts(text: str) -> Iterator[Markup]:
    for index, part in enumerate(_STRONG.split(text)):
        yield Markup("<strong>{}</strong>").format(part) if index % 2 else escape(part)
