"""Tasks and call activities from XML (BPMN 2.0.2 §10.3).

What says how to do a global task stands in it; `marked` is then the call activity, which holds the loop markers.
"""

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.events import message
from engine.diagrams.inspection import written
from engine.diagrams.loops import marks
from engine.diagrams.model import (
    BusinessRuleTask,
    CallActivity,
    Expression,
    FlowNode,
    PlainTask,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    UserTask,
    Value,
    VariableMapping,
)
from engine.diagrams.source import Common, Source, yes


def plain_task(
    source: Source, element: etree._Element, common: Common, marked: etree._Element | None = None
) -> FlowNode:
    """An abstract task or a manual task (§10.3.3)."""
    manual = written(element.tag) in ("manualTask", "globalManualTask")
    return PlainTask(**common, **marks(source, element if marked is None else marked), manual=manual)


def send_task(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A send task (§10.3.3): it throws its message, or with a zeebe:taskDefinition a handler sends it."""
    if source.has_job(element, "policy:publishMessage"):
        return service_task(source, element, common)
    return SendTask(**common, **marks(source, element), message=message(source, element, element))


def receive_task(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A receive task (§10.3.3)."""
    return ReceiveTask(
        **common,
        **marks(source, element),
        message=message(source, element, element),
        instantiate=yes(element, "instantiate"),
    )


def user_task(
    source: Source, element: etree._Element, common: Common, marked: etree._Element | None = None
) -> FlowNode:
    """A user task with its form and assignment (§10.3.3)."""

    def read(part: str, name: str) -> Value | None:
        return dialect.optional_value(dialect.attribute(element, part, name))

    properties = dialect.properties(element)
    completed_by = properties.get("completedBy", "").strip()
    return UserTask(
        **_also_out(common, completed_by),
        **marks(source, element if marked is None else marked),
        form=source.literal(element, dialect.attribute(element, "formDefinition", "formId"), "formId"),
        form_binding=dialect.binding(element, "formDefinition"),
        assignee=read("assignmentDefinition", "assignee"),
        candidate_groups=read("assignmentDefinition", "candidateGroups"),
        candidate_users=read("assignmentDefinition", "candidateUsers"),
        excluded_users=dialect.optional_value(properties.get("excludedUsers")),
        completed_by=completed_by,
        due_date=read("taskSchedule", "dueDate"),
        follow_up_date=read("taskSchedule", "followUpDate"),
        priority=read("priorityDefinition", "priority"),
    )


def _also_out(common: Common, variable: str) -> Common:
    """Where output mappings choose what leaves a task, `variable` leaves it as well."""
    outputs = common["outputs"]
    if not variable or not outputs or any(mapping.target == variable for mapping in outputs):
        return common
    return {**common, "outputs": (*outputs, VariableMapping(Expression(variable), variable))}


def service_task(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A service task with its handler (§10.3.3)."""
    return ServiceTask(**common, **marks(source, element), **dialect.job(element))


def business_rule_task(
    source: Source, element: etree._Element, common: Common, marked: etree._Element | None = None
) -> FlowNode:
    """A business rule task (§10.3.3): it asks its decision, or with a zeebe:taskDefinition a handler decides."""
    if marked is None and source.has_job(element, "calledDecision"):
        return service_task(source, element, common)
    return BusinessRuleTask(
        **common,
        **marks(source, element if marked is None else marked),
        decision=source.literal(element, dialect.attribute(element, "calledDecision", "decisionId"), "decisionId"),
        result_variable=dialect.attribute(element, "calledDecision", "resultVariable"),
        binding=dialect.binding(element, "calledDecision"),
    )


def script_task(
    source: Source, element: etree._Element, common: Common, marked: etree._Element | None = None
) -> FlowNode:
    """A script task (§10.3.3): its script is FEEL, or with a zeebe:taskDefinition a handler runs it."""
    if marked is None and source.has_job(element, "script"):
        return service_task(source, element, common)
    return ScriptTask(
        **common,
        **marks(source, element if marked is None else marked),
        expression=source.expression(element, dialect.attribute(element, "script", "expression"), "expression"),
        result_variable=dialect.attribute(element, "script", "resultVariable"),
    )


def call_activity(source: Source, element: etree._Element, common: Common) -> FlowNode:
    """A call activity with its binding (§10.3.6); one that calls a global task of its file is that task (§10.3.7)."""
    process = dialect.attribute(element, "calledElement", "processId") or element.get("calledElement", "")
    task = source.global_task(process)
    if task is not None:
        return _GLOBAL[written(task.tag)](source, task, common, element)

    def spread(name: str) -> bool:
        return dialect.attribute(element, "calledElement", name, "true") == "true"

    return CallActivity(
        **common,
        **marks(source, element),
        process=source.literal(element, process, "processId"),
        binding=dialect.binding(element, "calledElement", by_tag=True),
        version_tag=dialect.attribute(element, "calledElement", "versionTag"),
        propagate_all_parent_variables=spread("propagateAllParentVariables"),
        propagate_all_child_variables=spread("propagateAllChildVariables"),
    )


_GLOBAL = {
    "globalTask": plain_task,
    "globalManualTask": plain_task,
    "globalUserTask": user_task,
    "globalScriptTask": script_task,
    "globalBusinessRuleTask": business_rule_task,
}
