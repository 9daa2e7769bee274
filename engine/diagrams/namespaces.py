"""The XML namespaces a diagram may use."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
POLICY = "http://tiaokuai.cn/schema/policy/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"

INTERCHANGE = frozenset({BPMNDI, DC, DI})
"""What is drawn and where: nothing in these namespaces executes."""

TOOLING = frozenset({MODELER, BIOC, COLOR})
"""Attributes that modeling tools keep for themselves: colours and the tool's target platform."""

PREFIXES = {BPMN: "bpmn", ZEEBE: "zeebe", POLICY: "policy", XSI: "xsi", MODELER: "modeler"}
"""How findings write a namespace."""
