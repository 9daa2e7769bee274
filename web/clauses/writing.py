"""The register laid into `clauses.yaml`: what was not changed keeps its lines, comments included."""

import re
import textwrap
from collections.abc import Sequence

import msgspec
import yaml

from web.clauses.folder import Clause, parse

_WIDTH = 116
_HEAD = "clauses:\n"
_CLAUSE = re.compile(r"^  - (?=id:)", re.MULTILINE)
_PART = re.compile(r"^(?:  - |    )(?=\w+:)", re.MULTILINE)
_NAMES = ("id", "section", "section_en", "text", "text_en", "lead", "repealed")


def woven(original: bytes, clauses: Sequence[Clause]) -> bytes:
    """The file with these clauses, in their order; `original` is the file as it is, empty for none.

    A clause that says the same keeps its lines, and so does each part of one that was changed.
    """
    try:
        text = original.decode("utf-8-sig")
        before = {one.id: one for one in parse(original)}
    except (UnicodeDecodeError, msgspec.DecodeError):
        text, before = "", {}
    head, *blocks = _CLAUSE.split(text)
    if not before or len(blocks) != len(before):
        head, blocks = _HEAD, []
    lines = {one.id: f"  - {block}" for one, block in zip(before.values(), blocks, strict=False)}
    written = [
        lines[one.id]
        if one.id in lines and before[one.id] == one
        else _block(one, before.get(one.id), lines.get(one.id, ""))
        for one in clauses
    ]
    return (head + "".join(block if block.endswith("\n") else block + "\n" for block in written)).encode()


def _block(one: Clause, before: Clause | None, lines: str) -> str:
    """A clause's lines; parts that say what they said before stay as they are."""
    places = [found.start() for found in _PART.finditer(lines)]
    parts = {
        re.sub(r"\W", "", lines[start:].split(":", 1)[0]): lines[start:end]
        for start, end in zip(places, [*places[1:], len(lines)], strict=False)
    }
    written = ""
    for name in _NAMES:
        value = getattr(one, name)
        if name in parts and before is not None and getattr(before, name) == value:
            written += parts[name]
        elif value:
            written += ("  - " if name == "id" else "    ") + _part(name, value)
    return written


def _part(name: str, value: str | bool) -> str:
    if isinstance(value, str) and len(value) > _WIDTH and value.isascii() and value == " ".join(value.split()):
        folded = textwrap.wrap(value, _WIDTH - 6, break_long_words=False, break_on_hyphens=False)
        return f"{name}: >-\n" + "".join(f"      {line}\n" for line in folded)
    plain = yaml.safe_dump({name: value}, allow_unicode=True, width=10**9, default_style=None)
    return plain.replace("\n", "\n      ").rstrip(" ") if plain.count("\n") > 1 else plain
