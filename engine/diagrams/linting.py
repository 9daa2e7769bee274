"""What is wrong with a set of files, without deploying them. Deployment refuses by the same findings.

A draft is a diagram that nobody wants to run yet, or ever: what cannot be executed is then only worth a remark, and
what would be refused a warning. Files that cannot even be read stay errors.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from engine.diagrams import calls
from engine.diagrams.bundle import Bundle, open_bundle
from engine.diagrams.model import Process
from engine.diagrams.rules import Context
from engine.diagrams.rules.subject import Binding, Kind, Known
from engine.errors import Finding

_NOT_READ = ("xml.", "file.")
_NOT_EXECUTED = ("element.", "attribute.", "process.none_executable")


def lint(
    files: Mapping[str, bytes],
    elsewhere: Callable[[Kind, str, str], bool] | None = None,
    *,
    handlers: Mapping[str, Collection[str]] | None = None,
    clauses: Collection[str] | None = None,
    draft: bool = False,
) -> list[Finding]:
    """Every finding on `files` (name to bytes), by file and line; never raises for what stands in a file.

    `elsewhere` says whether a process, decision or form (kind, id, version tag) exists outside of `files`; None leaves
    references open. `handlers` and `clauses` as in `deployment.build`.
    """
    bundle = open_bundle(files)
    known = None if elsewhere is None else within(bundle, elsewhere)
    found = findings(bundle, Context(handlers=handlers, clauses=clauses, known=known), draft=draft)
    if draft:
        found = [_softened(finding) for finding in found]
    return sorted(found, key=lambda one: (one.file, one.line, one.element, one.rule))


def lint_file(
    file: str,
    bundle: Bundle,
    elsewhere: Sequence[Bundle] = (),
    *,
    handlers: Mapping[str, Collection[str]] | None = None,
    clauses: Collection[str] | None = None,
) -> list[Finding]:
    """Every finding of `lint` on one file of a bundle: what an editor asks at every change (`bundle.with_file`).

    `elsewhere` are the other procedures that references may meet. Nothing is read, and no other file is judged, so the
    answer costs what this file costs.
    """

    def has(kind: Kind, identity: str, version_tag: str) -> bool:
        return any(one.has(kind, identity, version_tag) for one in elsewhere)

    def process(called: str, version_tag: str) -> Process | None:
        holders = (one for one in elsewhere if one.has("process", called, version_tag))
        return next((one.processes[called][1] for one in holders), None)

    known = within(bundle, has)
    whole = _whole(bundle, Context(handlers=handlers, clauses=clauses, known=known, processes=process))
    found = list(bundle.findings)
    if file in bundle.diagrams:
        found.extend(bundle.diagrams[file].check(whole))
    calls.order(bundle, found)
    own = [finding for finding in found if finding.file == file]
    return sorted(own, key=lambda one: (one.line, one.element, one.rule))


def within(bundle: Bundle, elsewhere: Callable[[Kind, str, str], bool]) -> Known:
    """What references may meet: the bundle itself, and what is elsewhere unless it is bound to the deployment."""

    def known(kind: Kind, identity: str, binding: Binding, version_tag: str) -> bool:
        if bundle.has(kind, identity, version_tag):
            return True
        return binding != "deployment" and elsewhere(kind, identity, version_tag)

    return known


def findings(bundle: Bundle, context: Context, *, draft: bool = False) -> list[Finding]:
    """Every finding on the bundle's files, circles of calls among them."""
    whole = _whole(bundle, context)
    found = list(bundle.findings)
    for reading in bundle.diagrams.values():
        found.extend(reading.check(whole, draft=draft))
    calls.order(bundle, found)
    return found


def _whole(bundle: Bundle, context: Context) -> Context:
    """The context in which the bundle's own forms and processes are known as well."""
    return replace(
        context,
        fields=lambda form: _fields(bundle, form),
        processes=lambda called, tag: _process(bundle, called, tag, context),
    )


def _fields(bundle: Bundle, form: str) -> frozenset[str]:
    if form not in bundle.forms:
        return frozenset()
    return frozenset(field.key for field in bundle.forms[form][1].fields if not field.readonly)


def _process(bundle: Bundle, called: str, version_tag: str, context: Context) -> Process | None:
    if bundle.has("process", called, version_tag):
        return bundle.processes[called][1]
    return None if context.processes is None else context.processes(called, version_tag)


def _softened(finding: Finding) -> Finding:
    if finding.severity != "error" or finding.rule.startswith(_NOT_READ):
        return finding
    return replace(finding, severity="info" if finding.rule.startswith(_NOT_EXECUTED) else "warning")
