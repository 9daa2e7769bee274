"""What other products write into diagrams: what it is called here, and what changes nothing."""

from collections.abc import Mapping

from lxml import etree

_ENGINES: Mapping[str, str] = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://operaton.org/schema/1.0/bpmn": "operaton",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    "http://www.camunda.com/fox": "fox",
}
"""Engines whose vocabularies come from one root, by namespace, with the prefix they are known by."""

_TOOLS = (
    "http://www.signavio.com",
    "http://www.trisotech.com",
    "http://www.bizagi.com",
    "http://www.boc-group.com",
    "http://www.ibo.de",
    "http://bpmn.sourceforge.net",
)
"""Beginnings of the namespaces of tools that draw and document, and execute nothing."""

_HOUSEKEEPING = frozenset(
    [
        "async",
        "asyncBefore",
        "asyncAfter",
        "exclusive",
        "jobPriority",
        "taskPriority",
        "historyTimeToLive",
        "isStartableInTasklist",
        "diagramRelationId",
        "modelerTemplate",
        "modelerTemplateVersion",
        "properties",
    ]
)
"""What those engines' transactions, histories and modelers use, and no diagram's meaning depends on."""

_INSTEAD: Mapping[str, str] = {
    name: instead
    for names, instead in {
        "class delegateExpression expression type topic field connector": "zeebe:taskDefinition type",
        "failedJobRetryTimeCycle": "zeebe:taskDefinition retries",
        "assignee candidateGroups candidateUsers": "zeebe:assignmentDefinition",
        "dueDate followUpDate": "zeebe:taskSchedule",
        "priority": "zeebe:priorityDefinition",
        "formKey formRef formRefBinding formRefVersion formData formProperty": "zeebe:formDefinition formId",
        "initiator": "zeebe:property startedBy",
        "candidateStarterGroups candidateStarterUsers potentialStarter": "zeebe:property starters",
        "versionTag": "zeebe:versionTag",
        "decisionRef decisionRefBinding decisionRefVersion mapDecisionResult": "zeebe:calledDecision",
        "calledElementBinding calledElementVersion calledElementVersionTag": "zeebe:calledElement bindingType",
        "in out inputOutput variableMappingClass variableMappingDelegateExpression": "zeebe:ioMapping",
        "collection elementVariable": "zeebe:loopCharacteristics",
        "script resource": "zeebe:script",
        "errorEventDefinition": "bpmn:boundaryEvent + bpmn:errorEventDefinition",
        "executionListener taskListener": "bpmn:serviceTask",
    }.items()
    for name in names.split()
}
"""The places here for what changes how a diagram is executed, by the name there."""


def prefixed(tag: str) -> str:
    """`{namespace}name` as people know it, `camunda:class`; unchanged where the namespace is not known."""
    name = etree.QName(tag)
    prefix = _ENGINES.get(name.namespace or "")
    return f"{prefix}:{name.localname}" if prefix else tag


def is_harmless(tag: str) -> bool:
    """Whether the element or attribute `tag`, `{namespace}name`, changes nothing that is executed here."""
    name = etree.QName(tag)
    namespace = name.namespace or ""
    return namespace.startswith(_TOOLS) or (namespace in _ENGINES and name.localname in _HOUSEKEEPING)


def instead(tag: str) -> str:
    """Where to write here what `tag` says there."""
    name = etree.QName(tag)
    return _INSTEAD.get(name.localname, "zeebe:…") if (name.namespace or "") in _ENGINES else "zeebe:…"
