"""Files become definitions: all are checked together, bound to each other and to what is deployed, and hashed.

A reference meets what is in the same deployment first, then the latest that is deployed; so it stays as it was on the
day of the deployment.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

import msgspec

from engine.diagrams import calls, dmn, feel, forms, linting, reader
from engine.diagrams.bundle import Bundle, open_bundle
from engine.diagrams.definition import Definition
from engine.diagrams.dmn import DecisionModel
from engine.diagrams.forms import Form
from engine.diagrams.model import BusinessRuleTask, Diagram, Process, StartEvent, UserTask
from engine.diagrams.rules import Context
from engine.diagrams.rules.subject import Kind
from engine.diagrams.traversal import nodes
from engine.errors import JournalBroken

FORMAT = 1

Lookup: TypeAlias = Callable[[str, str, str], Definition | bytes | None]
"""(kind, id, version tag or '') to the latest deployed: a Definition for `process`, the file's bytes for `decision` and
`form`, None for nothing."""


_RECKONS = re.compile(rb"working\s+days?")
"""Wherever it stands: a calendar too many costs nothing."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a definition consists of, by SHA-256 (hex); `called` by the hash of the called definition.

    `calendar` is the edition of working days, left out when nothing reckons with them.
    """

    format: int = FORMAT
    process: str
    diagram: str
    decisions: dict[str, str]
    forms: dict[str, str]
    called: dict[str, str]
    calendar: str | msgspec.UnsetType = msgspec.UNSET


def nothing_deployed(kind: str, identity: str, version_tag: str) -> Definition | bytes | None:
    """The lookup of an empty installation."""
    return None


def build(
    files: Mapping[str, bytes],
    deployed: Lookup = nothing_deployed,
    *,
    handlers: Mapping[str, Collection[str]] | None = None,
    clauses: Collection[str] | None = None,
) -> list[Definition]:
    """One definition for each executable process in `files` (name to bytes), called ones before their callers.

    `handlers` are the known handlers by name, each with the names of its outputs, and `clauses` the known clause ids;
    None leaves them unchecked. Raises Refused with every finding of every file.
    """
    bundle = open_bundle(files)

    def elsewhere(kind: Kind, identity: str, version_tag: str) -> bool:
        return deployed(kind, identity, version_tag) is not None

    def called(identity: str, version_tag: str) -> Process | None:
        found = deployed("process", identity, version_tag)
        return found.process if isinstance(found, Definition) else None

    known = linting.within(bundle, elsewhere)
    context = Context(handlers=handlers, clauses=clauses, known=known, processes=called)
    reader.refuse(linting.findings(bundle, context))
    built: dict[str, Definition] = {}
    for diagram, process in calls.order(bundle, []):
        built[process.id] = _Binder(bundle, deployed, built).bind(diagram, process)
    return list(built.values())


def load(manifest: bytes, resource: Callable[[str], bytes], definition: Callable[[str], Definition]) -> Definition:
    """The definition that `manifest` describes, from `resource` (by SHA-256) and the `definition`s it calls (by hash).

    Nothing is checked again, save the hashes. Raises JournalBroken when a resource is not what its hash says, or the
    format is that of a later release.
    """
    parts = msgspec.json.decode(manifest, type=Manifest)
    if parts.format != FORMAT:
        raise JournalBroken(f"The definition of {parts.process} has the unknown format {parts.format}.")
    resources: dict[str, bytes] = {}
    edition = parts.calendar or ""
    for digest in {parts.diagram, *parts.decisions.values(), *parts.forms.values(), edition} - {""}:
        resources[digest] = resource(digest)
        if sha256(resources[digest]).hexdigest() != digest:
            raise JournalBroken(f"The stored resource {digest} is not what its hash says.", resource=digest)
    diagram = reader.restore(f"{parts.process}.bpmn", resources[parts.diagram])
    return Definition(
        hash=sha256(manifest).hexdigest(),
        manifest=manifest,
        process=diagram.processes[parts.process],
        diagram=diagram,
        decisions={
            identity: dmn.read(f"{identity}.dmn", resources[digest], checked=True)[identity]
            for identity, digest in parts.decisions.items()
        },
        forms={
            identity: forms.read(f"{identity}.form.json", resources[digest]) for identity, digest in parts.forms.items()
        },
        called={identity: definition(digest) for identity, digest in parts.called.items()},
        resources=resources,
        calendar=feel.read_calendar(resources[edition]) if edition else None,
    )


def files(definition: Definition) -> dict[str, bytes]:
    """The files that a definition was made of, under names of their own; those of what it calls are not among them."""
    parts = msgspec.json.decode(definition.manifest, type=Manifest)
    named = {f"{parts.process}.bpmn": parts.diagram}
    tables = {digest: f"{identity}.dmn" for identity, digest in sorted(parts.decisions.items(), reverse=True)}
    named |= {name: digest for digest, name in tables.items()}
    named |= {f"{identity}.form.json": digest for identity, digest in parts.forms.items()}
    return {name: definition.resources[digest] for name, digest in named.items()}


@dataclass(frozen=True, slots=True)
class _Binder:
    bundle: Bundle
    deployed: Lookup
    built: Mapping[str, Definition]

    def bind(self, diagram: Diagram, process: Process) -> Definition:
        """The definition of one process whose references are all known to be there."""
        decisions: dict[str, tuple[bytes, DecisionModel]] = {}
        bound_forms: dict[str, tuple[bytes, Form]] = {}
        for node in nodes(process):
            if isinstance(node, BusinessRuleTask):
                decisions[node.decision] = self._decision(node.decision)
            elif isinstance(node, UserTask | StartEvent) and node.form:
                bound_forms[node.form] = self._form(node.form)
        called = {call.process: self._called(call.process, call.version_tag) for call in calls.of(process)}
        own = self.bundle.data[diagram.file]
        files = [own, *(data for data, _ in decisions.values()), *(data for data, _ in bound_forms.values())]
        calendar = feel.installed() if _reckons(files, called.values()) else None
        manifest = msgspec.json.encode(
            Manifest(
                process=process.id,
                diagram=_digest(own),
                decisions={identity: _digest(data) for identity, (data, _) in decisions.items()},
                forms={identity: _digest(data) for identity, (data, _) in bound_forms.items()},
                called={identity: definition.hash for identity, definition in called.items()},
                calendar=calendar.hash if calendar else msgspec.UNSET,
            ),
            order="sorted",
        )
        return Definition(
            hash=_digest(manifest),
            manifest=manifest,
            process=process,
            diagram=diagram,
            decisions={identity: model for identity, (_, model) in decisions.items()},
            forms={identity: form for identity, (_, form) in bound_forms.items()},
            called=called,
            resources={_digest(data): data for data in files} | ({calendar.hash: calendar.data} if calendar else {}),
            calendar=calendar,
        )

    def _decision(self, identity: str) -> tuple[bytes, DecisionModel]:
        if identity in self.bundle.decisions:
            file, model = self.bundle.decisions[identity]
            return self.bundle.data[file], model
        data = self.deployed("decision", identity, "")
        assert isinstance(data, bytes), f"the lookup gives no bytes for decision {identity}"
        return data, dmn.read(f"{identity}.dmn", data, checked=True)[identity]

    def _form(self, identity: str) -> tuple[bytes, Form]:
        if identity in self.bundle.forms:
            file, form = self.bundle.forms[identity]
            return self.bundle.data[file], form
        data = self.deployed("form", identity, "")
        assert isinstance(data, bytes), f"the lookup gives no bytes for form {identity}"
        return data, forms.read(f"{identity}.form.json", data)

    def _called(self, identity: str, version_tag: str) -> Definition:
        if self.bundle.has("process", identity, version_tag):
            return self.built[identity]
        definition = self.deployed("process", identity, version_tag)
        assert isinstance(definition, Definition), f"the lookup gives no definition for process {identity}"
        return definition


def _reckons(files: Iterable[bytes], called: Iterable[Definition]) -> bool:
    """Whether working days are reckoned with somewhere: instances of what is called run under the caller's edition."""
    written = any(_RECKONS.search(data.replace(b"\0", b"")) for data in files)
    return written or any(definition.calendar is not None for definition in called)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
