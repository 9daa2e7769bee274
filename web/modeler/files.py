"""The files of a procedure: what they may be called, of which kind they are, and what a glance into each tells."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.namespaces import BPMN, ZEEBE
from engine.errors import Refused
from web.language import Name

Kind = Literal["diagram", "table", "form", "scenario"]

KINDS: Mapping[str, Kind] = {"diagram": "diagram", "table": "table", "form": "form", "scenario": "scenario"}
SCENARIOS = "scenarios/"
_NAME = re.compile(r"(?!\.)[\w.-]{1,100}")
_ENDINGS: Mapping[str, Kind] = {".bpmn": "diagram", ".dmn": "table", ".form.json": "form", ".form": "form"}
UNNAMED = Name("")
_SAID = re.compile(r"""^(name|name_en): *["']?(.*?)["']? *$""", re.MULTILINE)
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a diagram."""

    id: str
    name: Name
    executable: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """What a file holds: processes of a diagram, ids of a table's decisions, the id of a form ('' for none), and what the
    file is called where it says so.

    Nothing at all where the file cannot be read.
    """

    processes: tuple[Process, ...] = ()
    decisions: tuple[str, ...] = ()
    form: str = ""
    title: Name = UNNAMED


_seen: dict[tuple[str, str], Glance] = {}


def kind_of(file: str) -> Kind | None:
    """The kind of a file of this name, None for a name that no file of a procedure may have."""
    if file.startswith(SCENARIOS):
        inner = file.removeprefix(SCENARIOS)
        return "scenario" if _NAME.fullmatch(inner) and inner.endswith(".yaml") else None
    ending = next((one for one in _ENDINGS if file.endswith(one) and file != one), "")
    return _ENDINGS[ending] if ending and _NAME.fullmatch(file) else None


def stem(file: str) -> str:
    """The name without folder and ending."""
    own = file.removeprefix(SCENARIOS)
    ending = next((one for one in (*_ENDINGS, ".yaml") if own.endswith(one)), "")
    return own.removesuffix(ending)


def digest(data: bytes) -> str:
    """SHA-256, hex."""
    return sha256(data).hexdigest()


def glance(file: str, data: bytes) -> Glance:
    """What the file holds, remembered by its content."""
    kind = kind_of(file)
    key = (str(kind), digest(data))
    if key not in _seen:
        if len(_seen) >= _REMEMBERED:
            _seen.clear()
        _seen[key] = _look(file, data, kind)
    return _seen[key]


def _look(file: str, data: bytes, kind: Kind | None) -> Glance:
    try:
        if kind == "diagram":
            processes = tuple(_process(one) for one in _all(xml.parse(file, data), "process"))
            return Glance(processes, title=next((one.name for one in processes if one.name.said), UNNAMED))
        if kind == "table":
            root = xml.parse(file, data)
            decisions = tuple(one.get("id", "") for one in _all(root, "decision"))
            return Glance(decisions=decisions, title=Name(root.get("name", "")))
        if kind == "form":
            read = json.loads(data)
            return Glance(form=str(read.get("id", "")) if isinstance(read, dict) else "")
        if kind == "scenario":
            said = dict(_SAID.findall(data.decode()))
            return Glance(title=Name(said.get("name", ""), said.get("name_en", "")))
    except (Refused, ValueError, RecursionError):
        return Glance()
    return Glance()


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    """The root's children of this local name, in whatever edition of the language."""
    return [one for one in root if etree.QName(one).localname == name]


def _process(element: etree._Element) -> Process:
    english = element.findall(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property[@name='name:en']")
    name = Name(element.get("name", ""), next((one.get("value", "") for one in english), ""))
    return Process(element.get("id", ""), name, element.get("isExecutable") == "true")
