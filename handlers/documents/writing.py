"""Turns what a caseworker wrote into the blocks of a document."""

import re
from typing import TypeAlias

from handlers.documents.official import Paragraph
from handlers.matters import Text

Lines: TypeAlias = Text | list[str]
"""Text with a paragraph a line, or a list of such texts."""

OptionalLines: TypeAlias = str | list[str]

_DATE = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![0-9A-Za-z-])", re.ASCII)
_FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、[^。；]{1,25}")
_SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）[^。；]{1,25}")
_NUMBERED = re.compile(r"\d+\s*[.．、]|[（(]?[一二三四五六七八九十]+[）)、]|[①-⑳]")


def lines(text: OptionalLines) -> tuple[str, ...]:
    """Lines without blank ones and indents; dates as diagrams give them (2026-03-05) become 2026年3月5日."""
    parts = text if isinstance(text, list) else [text]
    return tuple(_dates_in_words(line.strip()) for part in parts for line in part.splitlines() if line.strip())


def paragraphs(text: OptionalLines) -> tuple[Paragraph, ...]:
    """Paragraphs and headings such as 一、基本情况 and （一）投诉 (§7.3.3)."""
    return tuple(_paragraph(line) for line in lines(text))


def numbered(text: OptionalLines) -> tuple[Paragraph, ...]:
    """A numbered list; one that its writer numbered, or that has one item only, stays as it is."""
    items = lines(text)
    if len(items) < 2 or all(_NUMBERED.match(item) for item in items):
        return tuple(Paragraph(item) for item in items)
    return tuple(Paragraph(f"{number}. {item}") for number, item in enumerate(items, start=1))


def cell(value: float | str | None) -> str:
    """A cell's text: a figure without needless decimals, nothing as a dash."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return "—" if value is None or value == "" else str(value)


def _dates_in_words(line: str) -> str:
    return _DATE.sub(lambda found: "{}年{}月{}日".format(*map(int, found.groups())), line)


def _paragraph(line: str) -> Paragraph:
    if _FIRST_LEVEL.fullmatch(line):
        return Paragraph(line, 1)
    return Paragraph(line, 2 if _SECOND_LEVEL.fullmatch(line) else 0)
