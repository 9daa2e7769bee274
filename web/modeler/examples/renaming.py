"""Scenarios name tasks and ends as people read them; where the draft's diagrams call them otherwise, this tells and follows.

An element is the same while it keeps its id: its name in force is compared with the one in the draft.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from lxml import etree

from engine.diagrams import xml
from engine.errors import Refused
from web.modeler import library
from web.modeler.examples.writing import amended, content
from web.modeler.files import kind_of

_KINDS = {"userTask": "task", "endEvent": "end"}


@dataclass(frozen=True, slots=True)
class Outdated:
    """A name of a task or an end (`kind`) that the draft's diagrams lack: `new` is what the element is called now, '' where
    there is none or where several could be meant (`several`); `files` are the scenarios that name it."""

    kind: str
    old: str
    new: str
    several: bool
    elements: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The named tasks and ends of diagrams, by kind, file and id; and the ids of their processes."""

    names: Mapping[tuple[str, str, str], str]
    processes: frozenset[str]

    def called(self, kind: str, name: str) -> list[tuple[str, str, str]]:
        return [place for place, one in self.names.items() if place[0] == kind and one == name]


def outdated(procedure: str, drawn: Mapping[str, bytes] | None = None, *, file: str = "") -> list[Outdated]:
    """What the scenarios of the draft, or the one in `file`, name and its diagrams lack; `drawn` are diagrams as they are in
    an editor."""
    present = library.present_files(procedure)
    draft = {**library.laid(present, library.draft_changes(procedure)), **(drawn or {})}
    before, now = _drawn(present), _drawn(draft)
    if before.names == now.names:
        return []
    used: dict[tuple[str, str], list[str]] = {}
    for name, body in draft.items():
        if kind_of(name) == "scenario":
            for one in dict.fromkeys(_names(_content(body), before.processes | now.processes)):
                used.setdefault(one, []).append(name)
    return [
        _one(kind, name, tuple(files), before, now)
        for (kind, name), files in used.items()
        if (not file or file in files) and before.called(kind, name) and not now.called(kind, name)
    ]


def followed(procedure: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The scenarios of the draft that name a renamed element: as they are, and with the new names."""
    news = {(one.kind, one.old): one.new for one in outdated(procedure) if one.new}
    draft = library.draft_files(procedure)
    drawn = _drawn(library.present_files(procedure)).processes | _drawn(draft).processes
    before, after = {}, {}
    for file, body in draft.items():
        if kind_of(file) != "scenario":
            continue
        read = _content(body)
        made = _renamed(read, news, drawn)
        if made != read:
            before[file], after[file] = body, amended(body.decode(), made).encode()
    return before, after


def _one(kind: str, name: str, files: tuple[str, ...], before: _Drawn, now: _Drawn) -> Outdated:
    places = before.called(kind, name)
    found = sorted({now.names[place] for place in places if place in now.names})
    several = len(found) > 1 or any(len(now.called(kind, one)) > 1 for one in found)
    new = found[0] if found and not several else ""
    return Outdated(kind, name, new, several, tuple(id for _, _, id in places), files)


def _drawn(files: Mapping[str, bytes]) -> _Drawn:
    read = [(file, _read(file, body)) for file, body in files.items() if kind_of(file) == "diagram"]
    names = {(kind, file, id): name for file, (found, _) in read for kind, id, name in found}
    return _Drawn(names, frozenset[str]().union(*(processes for _, (_, processes) in read)))


@lru_cache(maxsize=64)
def _read(file: str, body: bytes) -> tuple[tuple[tuple[str, str, str], ...], frozenset[str]]:
    try:
        root = xml.parse(file, body)
    except Refused:
        return (), frozenset()
    elements = [(etree.QName(one).localname, one) for one in root.iter() if isinstance(one.tag, str)]
    found = [(_KINDS[tag], *_named(one, tag)) for tag, one in elements if tag in _KINDS]
    processes = frozenset(one.get("id", "") for tag, one in elements if tag == "process")
    return tuple(one for one in found if one[2]), processes


def _named(element: etree._Element, tag: str) -> tuple[str, str]:
    """Its id and its name; scenarios name a task without a name by its id."""
    id = element.get("id") or ""
    return id, element.get("name") or (id if tag == "userTask" else "")


@lru_cache(maxsize=64)
def _content(body: bytes) -> dict[str, Any]:
    try:
        read = content(body.decode())
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}
    return read if isinstance(read, dict) else {}


def _steps(read: Mapping[str, Any], own: frozenset[str]) -> Iterator[tuple[dict[str, Any], bool]]:
    """The steps that may name something of the procedure, each with whether its task may be one of it."""
    steps = read.get("steps")
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict):
            yield step, not step.get("process") or step["process"] in own


def _expected(step: Mapping[str, Any], read: Mapping[str, Any], own: frozenset[str]) -> dict[str, Any]:
    """What the step expects of a case of the procedure."""
    expected = step.get("expect")
    if not isinstance(expected, dict) or (expected.get("process") or read.get("process")) not in own:
        return {}
    return expected


def _names(read: Mapping[str, Any], own: frozenset[str]) -> Iterator[tuple[str, str]]:
    for step, may in _steps(read, own):
        if may and isinstance(step.get("complete"), str):
            yield "task", step["complete"]
        expected = _expected(step, read, own)
        if isinstance(expected.get("open"), dict):
            yield from (("task", str(one)) for one in expected["open"])
        if isinstance(expected.get("ended"), str):
            yield "end", expected["ended"]


def _renamed(read: Mapping[str, Any], news: Mapping[tuple[str, str], str], own: frozenset[str]) -> dict[str, Any]:
    made = deepcopy(dict(read))
    for step, may in _steps(made, own):
        if may and ("task", step.get("complete")) in news:
            step["complete"] = news["task", step["complete"]]
        expected = _expected(step, made, own)
        if isinstance(expected.get("open"), dict):
            opened = expected["open"]
            expected["open"] = {news.get(("task", str(name)), name): groups for name, groups in opened.items()}
        if ("end", expected.get("ended")) in news:
            expected["ended"] = news["end", expected["ended"]]
    return made
