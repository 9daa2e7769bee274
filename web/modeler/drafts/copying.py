"""A copy of a procedure that can be in force beside its original.

What is named for the whole installation gets names of its own: processes, decisions, forms, the files, and those messages
and signals that begin a case, so that the copy does not answer what was sent to the original. Called procedures, handlers,
data stores and messages between cases stay the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.namespaces import BPMN, ZEEBE
from engine.diagrams.weaving import weave
from engine.errors import Refused
from web.language import Name
from web.modeler.files import SCENARIOS, glance, kind_of, stem


@dataclass(frozen=True, slots=True)
class Copy:
    """The files of the copy, and what is called otherwise than in the original: (before, after) of each."""

    files: Mapping[str, bytes]
    renamed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Names:
    processes: Mapping[str, str]
    decisions: Mapping[str, str]
    forms: Mapping[str, str]
    signs: Mapping[str, str]


def copied(files: Mapping[str, bytes], old: str, new: str, title: Name) -> Copy:
    """The procedure `old` under the key `new`; `title` is what its main process is called."""
    held = {file: glance(file, data) for file, data in files.items()}
    names = _Names(
        processes={one.id: _renamed(one.id, old, new) for here in held.values() for one in here.processes},
        decisions={one: _renamed(one, old, new) for here in held.values() for one in here.decisions},
        forms={here.form: _renamed(here.form, old, new) for here in held.values() if here.form},
        signs={one: f"{one}-{new}" for file, data in files.items() for one in _beginning(file, data)},
    )
    found = {}
    for file, data in files.items():
        made = _file(file, data, names)
        found[_file_name(file, old, new)] = _titled(file, made, new, title) if kind_of(file) == "diagram" else made
    renamed = [pair for kind in (names.processes, names.decisions, names.forms, names.signs) for pair in kind.items()]
    return Copy(found, tuple(renamed))


def _renamed(id: str, old: str, new: str) -> str:
    if id == old or id.startswith(f"{old}_"):
        return new + id.removeprefix(old)
    return f"{new}_{id}"


def _file_name(file: str, old: str, new: str) -> str:
    if file.startswith(SCENARIOS):
        return file
    own = stem(file)
    return _renamed(own, old, new) + file.removeprefix(own)


def _beginning(file: str, data: bytes) -> set[str]:
    """The names of messages and signals that begin a case of one of the file's processes."""
    if kind_of(file) != "diagram":
        return set()
    try:
        root = xml.parse(file, data)
    except Refused:
        return set()
    said = {one.get("id"): one.get("name", "") for one in root if _local(one) in ("message", "signal")}
    starts = root.iterfind(f"{{{BPMN}}}process/{{{BPMN}}}startEvent/*")
    references = {one.get("messageRef") or one.get("signalRef") for one in starts}
    # A name that is worked out when it is needed is nobody's to change.
    return {said[one] for one in references if one in said and said[one] and not said[one].startswith("=")}


def _file(file: str, data: bytes, names: _Names) -> bytes:
    text = data.decode(errors="surrogateescape")
    kind = kind_of(file)
    if kind == "diagram":
        text = _attributes(text, "id|processRef|bpmnElement|processId", names.processes)
        text = _attributes(text, "decisionId", names.decisions)
        text = _attributes(text, "formId", names.forms)
        text = re.sub(r"<(\w+:)?(message|signal)\s[^>]*>", lambda tag: _attributes(tag[0], "name", names.signs), text)
    elif kind == "table":
        text = _attributes(text, "id|dmnElementRef", names.decisions)
        text = _attributes(text, "href", {f"#{one}": f"#{other}" for one, other in names.decisions.items()})
    elif kind == "form":
        text = re.sub(r'("id"\s*:\s*)"([^"]*)"', lambda one: f'{one[1]}"{names.forms.get(one[2], one[2])}"', text)
    else:
        text = _scenario(text, names)
    return text.encode(errors="surrogateescape")


def _attributes(text: str, which: str, names: Mapping[str, str]) -> str:
    pattern = rf"""(?<=\s)({which})=(["'])([^"']*)\2"""
    return re.sub(pattern, lambda one: f"{one[1]}={one[2]}{names.get(one[3], one[3])}{one[2]}", text)


def _scenario(text: str, names: _Names) -> str:
    def process(one: re.Match[str]) -> str:
        return one[1] + names.processes.get(one[2], one[2])

    def message(one: re.Match[str]) -> str:
        return one[1] + names.signs.get(one[2], one[2])

    text = re.sub(r"(\bprocess:\s*)([\w.-]+)", process, text)
    text = re.sub(r"(\bmessage:\s*)([\w.-]+)", message, text)
    cases = r"\bcases:\s*\{[^}]*\}|\bcases:\n(?:\s+[\w.-]+:\s*\d+\n?)+"
    return re.sub(cases, lambda one: re.sub(r"(?<!cases)(\s|\{)([\w.-]+)(?=:)", process, one[0]), text)


def _titled(file: str, data: bytes, main: str, title: Name) -> bytes:
    if not title.zh:
        return data
    try:
        root = xml.parse(file, data)
    except Refused:
        return data
    named = [one for one in root.iter() if main in (one.get("processRef"), one.get("id")) and one.get("name")]
    for one in named:
        one.set("name", title.zh)
        for english in one.iterfind(
            f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property[@name='name:en']"
        ):
            english.set("value", title.en or title.zh)
    return weave(data, etree.tostring(root), "bpmn") if named else data


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
