"""Ad-hoc subprocesses from XML (BPMN 2.0.2 §10.3.5)."""

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.loops import marks
from engine.diagrams.model import AdHocSubProcess, Scope
from engine.diagrams.source import Common, Source, text, yes

CANDIDATE_GROUPS = "candidateGroups"
"""The zeebe:property that says who may choose what to start."""


def ad_hoc_subprocess(source: Source, element: etree._Element, common: Common, scope: Scope) -> AdHocSubProcess:
    """An ad-hoc subprocess around `scope`."""
    active = dialect.attribute(element, "adHoc", "activeElementsCollection")
    return AdHocSubProcess(
        **common,
        **marks(source, element),
        scope=scope,
        sequential=element.get("ordering", "Parallel") == "Sequential",
        completion=source.optional_expression(element, text(element, "completionCondition"), "completionCondition"),
        cancel_remaining=yes(element, "cancelRemainingInstances", default=True),
        active_elements=source.optional_expression(element, active, "activeElementsCollection"),
        candidate_groups=dialect.optional_value(common["properties"].get(CANDIDATE_GROUPS)),
    )
