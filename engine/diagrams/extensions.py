"""The positive list of the `zeebe:` and `policy:` vocabularies: elements, their attributes and children."""

from collections.abc import Mapping

from engine.diagrams.vocabulary import ANY, Kind

_BINDING = {"bindingType": frozenset({"latest", "deployment"})}
_MAPPING = Kind({"source": ANY, "target": ANY})

KINDS: Mapping[str, Kind] = {
    "zeebe:properties": Kind({}, frozenset({"zeebe:property"})),
    "zeebe:property": Kind({"name": ANY, "value": ANY}),
    "zeebe:versionTag": Kind({"value": ANY}),
    "zeebe:ioMapping": Kind({}, frozenset({"zeebe:input", "zeebe:output"})),
    "zeebe:input": _MAPPING,
    "zeebe:output": _MAPPING,
    "zeebe:userTask": Kind(),
    "zeebe:formDefinition": Kind({"formId": ANY, **_BINDING}),
    "zeebe:assignmentDefinition": Kind({"assignee": ANY, "candidateGroups": ANY, "candidateUsers": ANY}),
    "zeebe:taskSchedule": Kind({"dueDate": ANY, "followUpDate": ANY}),
    "zeebe:priorityDefinition": Kind({"priority": ANY}),
    "zeebe:taskDefinition": Kind({"type": ANY, "retries": ANY}),
    "zeebe:taskHeaders": Kind({}, frozenset({"zeebe:header"})),
    "zeebe:header": Kind({"id": ANY, "key": ANY, "value": ANY}),
    "zeebe:calledDecision": Kind({"decisionId": ANY, "resultVariable": ANY, **_BINDING}),
    "zeebe:script": Kind({"expression": ANY, "resultVariable": ANY}),
    "zeebe:calledElement": Kind(
        {
            "processId": ANY,
            "propagateAllParentVariables": frozenset({"true", "false"}),
            "propagateAllChildVariables": frozenset({"true", "false"}),
            "bindingType": frozenset({"latest", "deployment", "versionTag"}),
            "versionTag": ANY,
        }
    ),
    "zeebe:loopCharacteristics": Kind(
        {"inputCollection": ANY, "inputElement": ANY, "outputCollection": ANY, "outputElement": ANY}
    ),
    "zeebe:adHoc": Kind({"activeElementsCollection": ANY}),
    "zeebe:subscription": Kind({"correlationKey": ANY}),
    "policy:publishMessage": Kind({"correlationKey": ANY, "timeToLive": ANY}),
    "policy:basis": Kind({"clause": ANY}),
    "policy:practice": Kind(),
}
"""Every extension element that is read, by prefixed name."""

REPEATABLE: Mapping[str, str] = {
    "zeebe:property": "name",
    "zeebe:header": "key",
    "zeebe:input": "target",
    "zeebe:output": "target",
    "policy:basis": "clause",
}
"""The extension elements that may stand more than once side by side, with the attribute that tells them apart."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "zeebe:property": ("name",),
    "zeebe:header": ("key",),
    "zeebe:input": ("source", "target"),
    "zeebe:output": ("source", "target"),
    "zeebe:versionTag": ("value",),
    "policy:basis": ("clause",),
}
"""Attributes without which an extension element says nothing; the rules of the model ask for further ones."""

TOOLING_ATTRIBUTES = frozenset({"zeebe:modelerTemplate", "zeebe:modelerTemplateVersion", "zeebe:modelerTemplateIcon"})
"""Attributes by which the modeler remembers a template; what the template set stands in the elements themselves."""

PROPERTIES: Mapping[str, frozenset[str]] = {
    "process": frozenset(
        {"starters", "starterUnit", "startedBy", "titleVariable", "caseNumberVariable", "mergedIntoVariable"}
    ),
    "lane": frozenset({"role", "unit"}),
    "userTask": frozenset({"completedBy", "excludedUsers"}),
    "globalUserTask": frozenset({"completedBy", "excludedUsers"}),
    "adHocSubProcess": frozenset({"candidateGroups"}),
    "dataStoreReference": frozenset({"key", "variable"}),
}
"""What the zeebe:property elements of a BPMN element may be called, besides SHARED_PROPERTIES and notes."""

PROPERTY_PREFIXES: Mapping[str, str] = {"dataStoreReference": "label:"}
"""How names of zeebe:property elements may begin that go on as their author likes: words for the columns and values of a
data store."""

SHARED_PROPERTIES = frozenset({"name:en", "documentation:en"})
"""Property names that every element may have: its English name and description."""

NOTE_PREFIX = "x-"
"""A zeebe:property whose name starts so is a note of its author: nothing reads it."""
