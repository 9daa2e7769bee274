"""What a comparison found, in the reader's language."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from engine.diagrams.comparing import Entry, FileDifference, Part, Property, Row, compare
from web.language import pick, quoted
from web.modeler.comparison.vocabulary import KEYS, PROPERTIES, TYPES, VALUES

_TYPED = ("type", "event", "repetition")


@dataclass(frozen=True, slots=True)
class SaidProperty:
    """One property's name and its value in each version, '' where there was none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SaidEntry:
    """One element in a sentence; `kind` is added, removed, changed or moved, `element` and `was` are its ids."""

    kind: str
    sentence: str
    element: str
    was: str
    properties: tuple[SaidProperty, ...]


@dataclass(frozen=True, slots=True)
class SaidFile:
    """One file in words; `difference` holds tables, form and lines for showing them."""

    difference: FileDifference
    summary: str
    entries: tuple[SaidEntry, ...]

    @property
    def file(self) -> str:
        """Its name."""
        return self.difference.file

    @property
    def moved(self) -> tuple[SaidEntry, ...]:
        """What stands elsewhere and is otherwise the same."""
        return tuple(one for one in self.entries if one.kind == "moved")

    @property
    def told(self) -> tuple[SaidEntry, ...]:
        """Everything else."""
        return tuple(one for one in self.entries if one.kind != "moved")


def said(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[SaidFile]:
    """Every file that differs between two versions of a procedure, in words."""
    return [_file(one) for one in compare(old, new)]


def type_name(name: str) -> str:
    """What people call a kind of element or component."""
    return str(TYPES.get(name, name))


def part_name(one: Part) -> str:
    """A component of a form by kind and name."""
    return f"{type_name(one.type)} {quoted(pick(one.name, one.name_en))}"


def row_words(one: Row) -> str:
    """What happened to a rule."""
    words: str = {
        "added": gettext("new"),
        "removed": gettext("removed"),
        "changed": gettext("changed"),
        None: "",
    }[one.kind]
    moved = gettext("was number %(number)d", number=one.numbers[0]) if one.moved else ""
    return pick("，", ", ").join(filter(None, [words, moved]))


def _file(one: FileDifference) -> SaidFile:
    entries = tuple(_entry(entry) for entry in one.entries)
    return SaidFile(one, _summary(one, entries), entries)


def _summary(one: FileDifference, entries: Sequence[SaidEntry]) -> str:
    if one.kind == "added":
        return str(gettext("New file"))
    if one.kind == "removed":
        return str(gettext("File removed"))
    counts = Counter(entry.kind for entry in entries)
    for table in one.tables:
        counts.update(row.kind for row in table.rows if row.kind)
        counts.update("moved" for row in table.rows if row.moved)
        counts.update(column.kind for column in table.columns if column.kind)
    counts.update(line.kind for line in one.lines if line.kind)
    said = [
        ngettext("%(num)d added", "%(num)d added", counts["added"]) if counts["added"] else "",
        ngettext("%(num)d removed", "%(num)d removed", counts["removed"]) if counts["removed"] else "",
        ngettext("%(num)d changed", "%(num)d changed", counts["changed"]) if counts["changed"] else "",
        ngettext("%(num)d moved", "%(num)d moved", counts["moved"]) if counts["moved"] else "",
    ]
    joint = pick("，", ", ")
    return joint.join(filter(None, said)) or gettext("Written otherwise, says the same")


def _entry(one: Entry) -> SaidEntry:
    what = type_name(one.type)
    if one.id and one.type != "definitions":
        name = pick(one.name, one.name_en) or one.id
        what = pick(f"{what}{quoted(name)}", f"{what} {quoted(name)}")
    kind = "moved" if one.kind == "changed" and one.moved and not one.properties and not one.was else one.kind
    sentence: str = {
        "added": gettext("Added: %(what)s", what=what),
        "removed": gettext("Removed: %(what)s", what=what),
        "changed": gettext("Changed: %(what)s", what=what),
        "moved": gettext("Moved: %(what)s", what=what),
    }[kind]
    if kind == "changed" and one.moved:
        sentence = gettext("Changed and moved: %(what)s", what=what)
    properties = [said for found in one.properties for said in _properties(found)]
    if one.was:
        properties.insert(0, SaidProperty(str(PROPERTIES["id"]), one.was, one.id))
    return SaidEntry(kind, sentence, one.id, one.was or one.id, tuple(properties))


def _properties(one: Property) -> Iterator[SaidProperty]:
    if one.name != "clauses":
        yield _property(one)
        return
    old, new = (value.split(", ") if value else [] for value in (one.old, one.new))
    if gone := [clause for clause in old if clause not in new]:
        yield SaidProperty(gettext("Clauses no longer cited"), ", ".join(gone), "")
    if come := [clause for clause in new if clause not in old]:
        yield SaidProperty(gettext("Clauses newly cited"), "", ", ".join(come))
    if not gone and not come:
        yield SaidProperty(gettext("Order of the clauses"), one.old, one.new)


def _property(one: Property) -> SaidProperty:
    label = KEYS[one.of] if one.name == "properties" and one.of in KEYS else PROPERTIES.get(one.name)
    if label is None:
        return SaidProperty(f"{one.of} {one.name}".strip(), _value(one, one.old), _value(one, one.new))
    return SaidProperty(str(label) % {"of": one.of}, _value(one, one.old), _value(one, one.new))


def _value(one: Property, value: str) -> str:
    if one.name in _TYPED:
        return ", ".join(type_name(part) for part in value.split("; ")) if value else ""
    return str(VALUES[value]) if value in VALUES else value
