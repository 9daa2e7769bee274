"""The files of one deployment, each read by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from engine.diagrams import dmn, forms, messages, reader
from engine.diagrams.dmn import DecisionModel
from engine.diagrams.forms import Form
from engine.diagrams.model import Process
from engine.diagrams.reader import Reading
from engine.diagrams.rules.subject import Kind
from engine.errors import Finding, Refused

SUFFIXES = (".bpmn", ".dmn", ".form", ".form.json")
"""How the names of a procedure's files end."""

Held = TypeVar("Held")


@dataclass(slots=True)
class Bundle:
    """What the files hold: diagrams by file; executable processes, decisions and forms by id, with their file.

    `data` has the bytes by file; a DMN file that imports others brings them within itself.
    """

    data: dict[str, bytes]
    diagrams: dict[str, Reading] = field(default_factory=dict)
    processes: dict[str, tuple[str, Process]] = field(default_factory=dict)
    decisions: dict[str, tuple[str, DecisionModel]] = field(default_factory=dict)
    forms: dict[str, tuple[str, Form]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def has(self, kind: Kind, identity: str, version_tag: str = "") -> bool:
        """Whether one of the files holds it (a process: under this version tag, when one is asked for)."""
        if kind == "decision":
            return identity in self.decisions
        if kind == "form":
            return identity in self.forms
        if identity not in self.processes:
            return False
        return not version_tag or self.processes[identity][1].version_tag == version_tag


def open_bundle(files: Mapping[str, bytes]) -> Bundle:
    """Reads every file by its ending, in the order of names; what cannot be read leaves findings in the bundle."""
    bundle = Bundle(dict(files))
    for file in sorted(files):
        try:
            _open(bundle, file, files[file])
        except Refused as error:
            bundle.findings.extend(error.findings)
    return bundle


def with_file(others: Bundle, file: str, data: bytes) -> Bundle:
    """The bundle of `others` and one more file, which is the only one that is read; `others` stays as it is.

    Findings are those on that file alone.
    """
    bundle = Bundle(
        dict(others.data), dict(others.diagrams), dict(others.processes), dict(others.decisions), dict(others.forms)
    )
    bundle.data[file] = data
    try:
        _open(bundle, file, data)
    except Refused as error:
        bundle.findings.extend(error.findings)
    return bundle


def without_file(bundle: Bundle, file: str) -> Bundle:
    """The bundle without one of its files; `bundle` stays as it is."""

    def rest(held: Mapping[str, tuple[str, Held]]) -> dict[str, tuple[str, Held]]:
        return {identity: one for identity, one in held.items() if one[0] != file}

    return Bundle(
        {name: data for name, data in bundle.data.items() if name != file},
        {name: reading for name, reading in bundle.diagrams.items() if name != file},
        rest(bundle.processes),
        rest(bundle.decisions),
        rest(bundle.forms),
    )


def _open(bundle: Bundle, file: str, data: bytes) -> None:
    if file.endswith(".bpmn"):
        reading = bundle.diagrams[file] = reader.examine(file, data)
        for process in reading.diagram.processes.values():
            if process.executable and not _taken(bundle, "process", process.id, file, bundle.processes):
                bundle.processes[process.id] = (file, process)
    elif file.endswith(".dmn"):
        decisions = {name: other for name, other in bundle.data.items() if name.endswith(".dmn")}
        bundle.data[file] = dmn.self_contained(file, data, decisions)
        for identity, model in dmn.read(file, bundle.data[file]).items():
            if not _taken(bundle, "decision", identity, file, bundle.decisions):
                bundle.decisions[identity] = (file, model)
    elif file.endswith((".form", ".form.json")):
        form = forms.read(file, data)
        if not _taken(bundle, "form", form.id, file, bundle.forms):
            bundle.forms[form.id] = (file, form)
    else:
        bundle.findings.append(messages.finding("file.kind", file))


def _taken(bundle: Bundle, kind: Kind, identity: str, file: str, holders: Mapping[str, tuple[str, object]]) -> bool:
    if identity not in holders:
        return False
    other = holders[identity][0]
    bundle.findings.append(messages.finding(f"{kind}.duplicate", file, identity, id=identity, other=other))
    return True
