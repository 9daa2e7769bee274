"""The XML of an edited diagram or table, laid into the original's."""

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.sax.saxutils import escape

from engine.diagrams.weaving import markup, meaning
from engine.diagrams.weaving.markup import Attribute, Document, Element
from engine.diagrams.weaving.meaning import Meanings
from engine.diagrams.weaving.pairing import Pairs, arranged

_LINE = re.compile(r"\n([ \t]*)$")
_KEPT_BYTES = 500_000
"""Up to this size originals are kept read, which takes thirty times their size; diagrams drawn by people are below it."""
_COMMENTED = re.compile(r".*-->", re.DOTALL)


def woven(original: bytes, edited: bytes) -> bytes:
    """See `engine.diagrams.weaving.weave`. Raises Unreadable where one of the two is no XML that may be read."""
    old, new, meanings = _read(original), markup.read(edited), Meanings()
    if meanings.see(old) == (wanted := meanings.see(new)):
        return original
    result = old.bytes(_Weaver(old, new, meanings).text())
    return result if meanings.see(_read(result)) == wanted else edited


def _read(data: bytes) -> Document:
    """An original, or what becomes one with the next save: whoever edits saves many times what was made from one."""
    return _kept(data) if len(data) <= _KEPT_BYTES else markup.read(data)


_kept = lru_cache(maxsize=6)(markup.read)


class _Weaver:
    """Writes one edited document in the manner of the original."""

    def __init__(self, old: Document, new: Document, meanings: Meanings) -> None:
        self._old, self._new, self._meanings = old, new, meanings
        self._pairs = Pairs(old, new, meanings)
        self._declared: dict[str, str] = {}
        self._closing = " />" if old.text.count(" />") > old.text.count("/>") / 2 else "/>"
        first = next((one for one in old.elements if one.parent is old.root), None)
        lead = _line(old.text[old.root.inside : first.start]) if first else None
        self._step = lead if lead or first else "  "

    def text(self) -> str:
        old = self._old
        written = self._merged(old.root, self._new.root, "")
        if self._declared:
            tag = f"<{old.root.written}"
            declarations = "".join(f' xmlns:{prefix}="{escape(space)}"' for space, prefix in self._declared.items())
            written = f"{tag}{declarations}{written[len(tag) :]}"
        return old.text[: old.root.start] + written + old.text[old.root.end :]

    def _merged(self, old: Element, new: Element, indent: str) -> str:
        if self._meanings.of(old) == self._meanings.of(new):
            return self._old.text[old.start : old.end]
        if old.mixed or new.mixed:
            return self._fresh(new, indent)
        if old.children or new.children:
            inside = self._children(old, new, indent)
        elif old.text == new.text:
            inside = self._old.text[old.inside : old.outside]
        else:
            inside = self._characters(new.text, self._old.text[old.inside : old.outside])
        name = self._name(new, old) if new.tag != old.tag else old.written
        head = f"<{name}{self._attributes(old, new)}"
        tail = self._old.text[old.start + 1 + len(old.written) : old.inside]
        tail = tail[sum(len(one.raw) for one in old.attributes) :].rstrip("/>")
        alone = old.inside == old.end
        if inside:
            return f"{head}{tail.rstrip() if alone else tail}>{inside}</{name}>"
        return f"{head}{tail}/>" if alone else f"{head}{self._closing}"

    def _attributes(self, old: Element, new: Element) -> str:
        wanted = {one.name: one for one in new.attributes if not markup.is_declaration(one.written)}
        said = dict(meaning.said(new))
        written = ""
        for one in old.attributes:
            if markup.is_declaration(one.written):
                written += one.raw
                continue
            now = wanted.pop(one.name, None)
            if now is not None and meaning.plain(old, one) == meaning.plain(new, now):
                written += one.raw
            elif now is not None:
                written += f"{one.head}{_quoted(self._value(new, now), one.head[-1])}{one.head[-1]}"
            elif meaning.DEFAULTS.get(one.name) == one.value:
                written += one.raw
        before = old.attributes[-1].raw if old.attributes else " "
        before = before[: len(before) - len(before.lstrip())]
        for one in wanted.values():
            if one.name in said:
                written += f'{before}{self._attribute_name(one, old.prefixes)}="{_quoted(self._value(new, one))}"'
        return written

    def _children(self, old: Element, new: Element, indent: str) -> str:
        source = self._old.text
        leads: dict[Element, str] = {}
        place = old.inside
        for child in old.children:
            leads[child] = source[place : child.start]
            place = child.end
        within = next((found for lead in leads.values() if (found := _line(lead)) is not None), None)
        if within is None and not old.children and self._step is not None:
            within = indent + self._step
        lead = "" if within is None else f"{self._old.newline}{within}"
        trail = source[place : old.outside] if old.children or "-->" in source[place : old.outside] else ""
        pairs = self._pairs.of(old.children, new.children)
        kept = set(pairs.values())
        written = []
        for child in arranged(old.children, new.children, pairs):
            there = pairs.get(child)
            if there is not None:
                written.append(leads[there] + self._merged(there, child, within or ""))
            else:
                written.append(lead + self._fresh(child, within or ""))
        comments = [_COMMENTED.match(leads[child]) for child in old.children if child not in kept]
        lost = [found[0] for found in comments if found]
        inside = "".join([*written, *lost])
        if not inside and "-->" not in trail:
            return self._characters(new.text)
        if inside and _line(trail) is None and within is not None:
            trail += f"{self._old.newline}{indent}"
        return inside + trail

    def _fresh(self, new: Element, indent: str) -> str:
        """An element that the original lacks here; parts of it that stood elsewhere come as they were there."""
        moved = self._pairs.moved(new)
        if moved is not None:
            written = self._merged(moved, new, indent)
            before = _line(self._old.text[: moved.start])
            return (
                written
                if before is None or _literal(moved) or _literal(new)
                else written.replace(f"\n{before}", f"\n{indent}")
            )
        name = self._name(new)
        attributes = "".join(
            f' {self._attribute_name(one)}="{_quoted(self._value(new, one))}"'
            for one in new.attributes
            if not markup.is_declaration(one.written)
        )
        inside = self._inside(new, indent)
        return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}{self._closing}"

    def _inside(self, new: Element, indent: str) -> str:
        if not new.children:
            return self._characters(new.text)
        if new.mixed:
            pieces = [self._characters(new.texts[0])]
            for child, text in zip(new.children, new.texts[1:], strict=True):
                pieces += [self._fresh(child, ""), self._characters(text)]
            return "".join(pieces)
        if self._step is None:
            return "".join(self._fresh(child, "") for child in new.children)
        deeper = indent + self._step
        lines = [f"{self._old.newline}{deeper}{self._fresh(child, deeper)}" for child in new.children]
        return "".join([*lines, self._old.newline, indent])

    def _characters(self, text: str, before: str = "") -> str:
        if before.startswith("<![CDATA[") and before.endswith("]]>") and "]]>" not in text:
            return f"<![CDATA[{text.replace(chr(10), self._old.newline)}]]>"
        return escape(text).replace("\n", self._old.newline)

    def _value(self, element: Element, attribute: Attribute) -> str:
        if attribute.name != meaning.XSI_TYPE:
            return attribute.value
        prefix, _, local = attribute.value.strip().rpartition(":")
        found = self._prefix(element.prefixes.get(prefix, ""), prefix, self._old.root.prefixes)
        return f"{found}:{local}" if found else local

    def _name(self, element: Element, near: Element | None = None) -> str:
        space, _, local = element.tag.rpartition("}")
        written = element.written.rpartition(":")[0]
        prefix = self._prefix(space[1:], written, (near or self._old.root).prefixes)
        return f"{prefix}:{local}" if prefix else local

    def _attribute_name(self, attribute: Attribute, near: Mapping[str, str] | None = None) -> str:
        space, _, local = attribute.name.rpartition("}")
        if not space:
            return attribute.name
        wanted = attribute.written.rpartition(":")[0]
        return f"{self._prefix(space[1:], wanted, near or self._old.root.prefixes, bare=False)}:{local}"

    def _prefix(self, space: str, wanted: str, prefixes: Mapping[str, str], *, bare: bool = True) -> str:
        """The original's prefix of a namespace; a new one is declared at the root, called as in the edited file if it can be."""
        there = [prefix for prefix, known in prefixes.items() if known == space and (prefix or bare)]
        if there or not space:
            return wanted if wanted in there or not there else there[0]
        taken = {*self._old.root.prefixes, *self._declared.values(), ""}
        free = (name for name in (wanted, *(f"ns{number}" for number in range(1, 1000))) if name not in taken)
        return self._declared.setdefault(space, next(free))


def _line(text: str) -> str | None:
    """The indentation of what follows `text`, None where it does not begin a line."""
    found = _LINE.search(text)
    return found[1] if found else None


def _literal(element: Element) -> bool:
    """Whether lines below the element are of a text, which no indentation may touch."""
    waiting: list[Element] = [element]
    while waiting:
        one = waiting.pop()
        if "\n" in one.text:
            return True
        waiting.extend(one.children)
    return False


def _quoted(value: str, quote: str = '"') -> str:
    return escape(value, {quote: "&quot;" if quote == '"' else "&apos;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
