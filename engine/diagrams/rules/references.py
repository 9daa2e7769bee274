"""What a process refers to is there."""

import re
from collections.abc import Iterator

from engine.diagrams.model import BusinessRuleTask, CallActivity, StartEvent, UserTask
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import implicit_starts, nodes
from engine.errors import Finding

_PART = re.compile(r"[^\s@,]+")


def bindings(subject: Subject) -> Iterator[Finding]:
    """Called processes, decisions and forms are deployed, here or before."""
    known = subject.context.known
    if known is None:
        return
    for node in nodes(subject.process):
        if isinstance(node, CallActivity) and node.process:
            if not known("process", node.process, node.binding, node.version_tag):
                yield subject.finding("call.unknown", node, process=node.process)
        elif isinstance(node, BusinessRuleTask) and node.decision:
            if not known("decision", node.decision, node.binding, ""):
                yield subject.finding("business_rule_task.unknown", node, decision=node.decision)
        elif (
            isinstance(node, UserTask | StartEvent)
            and node.form
            and not known("form", node.form, node.form_binding, "")
        ):
            yield subject.finding("user_task.form_unknown", node, form=node.form)


def called_starts(subject: Subject) -> Iterator[Finding]:
    """A called process begins without a message, a time or a signal: a call sends none (§10.3.6, §13.3.4)."""
    find = subject.context.processes
    for node in nodes(subject.process):
        called = find(node.process, node.version_tag) if find is not None and isinstance(node, CallActivity) else None
        if called is None:
            continue
        starts = [one for one in called.scope.nodes.values() if isinstance(one, StartEvent) and one.definition is None]
        if len(starts) != 1 and not implicit_starts(called.scope):
            yield subject.finding("call.start", node, process=called.name or called.id)


def lanes(subject: Subject) -> Iterator[Finding]:
    """A lane holds nodes of its own process; where it names a unit, it names a role in it."""
    identities = {node.id for node in nodes(subject.process)}
    for lane in subject.process.lanes:
        if lane.unit is not None and not lane.role:
            yield subject.finding("lane.role", lane)
        for part in (lane.role, lane.unit):
            if isinstance(part, str) and part and not _PART.fullmatch(part):
                yield subject.finding("lane.post", lane, text=part)
        for node in lane.nodes:
            if node not in identities:
                yield subject.finding("lane.node", subject.process, lane=lane.name or lane.id, node=node)
