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

SCENARIOS = "scenarios/"
_NAME = re.compile(r"(?!\.)[\w.-]{1,100}")
_ENDINGS: Mapping[str, Kind] = {".bpmn": "diagram", ".dmn": "table", ".form.json": "form", ".form": "form"}
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a diagram."""

    id: str
    name: Name
    executable: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """What a file holds: processes of a diagram, ids of a table's decisions, the id of a form ('' for none).

    Nothing at all where the file cannot be read.
    """

    processes: tuple[Process, ...] = ()
    decisions: tuple[str, ...] = ()
    form: str = ""


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
            return Glance(processes=tuple(_process(one) for one in _all(file, data, "process")))
        if kind == "table":
            return Glance(decisions=tuple(one.get("id", "") for one in _all(file, data, "decision")))
        if kind == "form":
            read = json.loads(data)
            return Glance(form=str(read.get("id", "")) if isinstance(read, dict) else "")
    except (Refused, ValueError, RecursionError):
        return Glance()
    return Glance()


def _all(file: str, data: bytes, name: str) -> list[etree._Element]:
    """The root's children of this local name, in whatever edition of the language."""
    root = xml.parse(file, data)
    return [one for one in root if etree.QName(one).localname == name]


def _process(element: etree._Element) -> Process:
    english = element.findall(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property[@name='name:en']")
    name = Name(element.get("name", ""), next((one.get("value", "") for one in english), ""))
    return Process(element.get("id", ""), name, element.get("isExecutable") == "true")
