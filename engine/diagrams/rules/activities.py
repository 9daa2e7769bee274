"""What each kind of activity must say to be executed (BPMN 2.0.2 §10.3)."""

import re
from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BusinessRuleTask,
    CallActivity,
    EventBasedGateway,
    ScriptTask,
    UserTask,
    Value,
)
from engine.diagrams.rules.mappings import is_variable
from engine.diagrams.rules.subject import Subject
from engine.diagrams.timers import InvalidTimer, check
from engine.diagrams.traversal import nodes, scopes, wanted_job
from engine.errors import Finding

_GROUP = re.compile(r"[^\s@,]+@[^\s@,]+")
_RETRIES = re.compile(r"[1-9]\d?")


def user_tasks(subject: Subject) -> Iterator[Finding]:
    """Somebody is named who may do it; literal groups are role@unit, literal dates ISO 8601, literal priorities 0 to 100."""
    for task in (node for node in nodes(subject.process) if isinstance(node, UserTask)):
        if not task.is_assigned and task.post is None:
            yield subject.finding("user_task.nobody", task)
        if isinstance(task.candidate_groups, str):
            for group in task.candidate_groups.split(","):
                if not _GROUP.fullmatch(group.strip()):
                    yield subject.finding("user_task.group", task, group=group.strip())
        if task.completed_by and not is_variable(task.completed_by):
            yield subject.finding("variable.name", task, variable=task.completed_by)
        for value in (task.due_date, task.follow_up_date):
            reason = _no_date(value)
            if reason:
                yield subject.finding("timer.date", task, text=str(value), reason=reason)
        priority = task.priority
        if isinstance(priority, str) and not (priority.isdecimal() and int(priority) <= 100):
            yield subject.finding("user_task.priority", task, priority=priority)


def service_tasks(subject: Subject) -> Iterator[Finding]:
    """What a handler does names one that exists, and 1 to 99 attempts."""
    handlers = subject.context.handlers
    for node in nodes(subject.process):
        job = wanted_job(node)
        if job is None:
            continue
        if not job.type:
            yield subject.finding("service_task.type", node)
        elif isinstance(job.type, str) and handlers is not None and job.type not in handlers:
            yield subject.finding("service_task.handler", node, handler=job.type)
        if isinstance(job.retries, str) and not _RETRIES.fullmatch(job.retries):
            yield subject.finding("service_task.retries", node, retries=job.retries)


def results(subject: Subject) -> Iterator[Finding]:
    """Business rule and script tasks say what they evaluate and which variable takes the result."""
    for node in nodes(subject.process):
        if isinstance(node, BusinessRuleTask):
            if not node.decision:
                yield subject.finding("business_rule_task.decision", node)
            if not is_variable(node.result_variable):
                yield subject.finding("task.result_variable", node, variable=node.result_variable)
        if isinstance(node, ScriptTask):
            if not node.expression.source:
                yield subject.finding("script_task.expression", node)
            if not is_variable(node.result_variable):
                yield subject.finding("task.result_variable", node, variable=node.result_variable)


def quantities(subject: Subject) -> Iterator[Finding]:
    """An activity that begins with several tokens is led to by flows, which it counts (§13.3.2)."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not isinstance(node, Activity) or node.start_quantity == 1:
                continue
            sources = [scope.nodes.get(scope.flows[flow].source) for flow in node.incoming]
            if not sources or any(isinstance(one, EventBasedGateway) for one in sources):
                yield subject.finding("quantity.arrival", node, value=str(node.start_quantity))


def calls(subject: Subject) -> Iterator[Finding]:
    """A call activity names its process, and a version tag exactly when it is bound by one."""
    for node in nodes(subject.process):
        if not isinstance(node, CallActivity):
            continue
        if not node.process:
            yield subject.finding("call.process", node)
        if (node.binding == "versionTag") != bool(node.version_tag):
            yield subject.finding("call.version_tag", node)


def multi_instances(subject: Subject) -> Iterator[Finding]:
    """A multi-instance activity has an input collection; outputs come as a pair (§10.3.8)."""
    for node in nodes(subject.process):
        loop = node.multi_instance if isinstance(node, Activity) else None
        if loop is None:
            continue
        if (not loop.input_collection.source) == (loop.cardinality is None):
            yield subject.finding("multi_instance.input", node)
        if (loop.behavior == "all") == bool(loop.throws):
            yield subject.finding("multi_instance.behavior", node)
        if loop.cardinality is not None and loop.input_element:
            yield subject.finding("multi_instance.item", node)
        if bool(loop.output_collection) != (loop.output_element is not None):
            yield subject.finding("multi_instance.output", node)
        for variable in (loop.input_element, loop.output_collection):
            if variable and not is_variable(variable):
                yield subject.finding("variable.name", node, variable=variable)


def standard_loops(subject: Subject) -> Iterator[Finding]:
    """A loop ends: it has a condition or a greatest number of iterations (§10.3.8)."""
    for node in nodes(subject.process):
        loop = node.loop if isinstance(node, Activity) else None
        if loop is not None and loop.condition is None and not loop.maximum:
            yield subject.finding("loop.endless", node)


def _no_date(value: Value | None) -> str:
    """Why a literal is no date, or ''."""
    if not isinstance(value, str):
        return ""
    try:
        check("date", value)
    except InvalidTimer as error:
        return str(error.details["reason"])
    return ""
