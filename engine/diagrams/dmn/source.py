"""A DMN file while it is read: its elements, and the findings so far."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.dmn.namespaces import DOCUMENTATION, FEEL_LANGUAGES
from engine.diagrams.messages import finding
from engine.errors import Finding


class Source:
    """Looks up elements of one file by local name and collects what is wrong with it."""

    def __init__(self, file: str, root: etree._Element, namespace: str, findings: list[Finding]) -> None:
        self.file = file
        self.root = root
        self.findings = findings
        self.namespace = namespace

    def holder(self, element: etree._Element) -> etree._Element:
        """The closest element around `element`, or itself, that has an id."""
        around = (element, *element.iterancestors())
        return next((candidate for candidate in around if candidate.get("id")), element)

    def refuse(self, rule: str, element: etree._Element, **parameters: str) -> None:
        """Note a finding at `element`, or at the closest one around it that has an id."""
        holder = self.holder(element)
        name = element.get("name") or holder.get("name") or holder.get("label") or ""
        self.findings.append(finding(rule, self.file, holder.get("id", ""), name, xml.line(element), **parameters))

    def children(self, element: etree._Element, *names: str) -> list[etree._Element]:
        """Its children with one of these local names, in document order."""
        return [child for child in element if self.local(child) in names]

    def child(self, element: etree._Element, name: str) -> etree._Element | None:
        """Its first child of that local name."""
        return next(iter(self.children(element, name)), None)

    def local(self, element: etree._Element) -> str:
        """Its local name; '' for another namespace's."""
        namespace, _, name = str(element.tag)[1:].rpartition("}")
        return name if namespace == self.namespace else ""

    def known(self, element: etree._Element, *names: str) -> None:
        """Refuse every child in DMN's namespace that is neither one of `names` nor documentation."""
        for child in self._own(element):
            if self.local(child) not in names and self.local(child) not in DOCUMENTATION:
                self.refuse("dmn.unsupported", child, tag=self.local(child))

    def _own(self, element: etree._Element) -> Iterator[etree._Element]:
        return (child for child in element if self.local(child))

    def text(self, element: etree._Element | None) -> str:
        """The trimmed text of its `text` child, '' for none. Refuses another language than FEEL."""
        if element is None:
            return ""
        language = element.get("expressionLanguage", "")
        if language not in FEEL_LANGUAGES:
            self.refuse("dmn.language", element, language=language)
        return self.content(self.child(element, "text"))

    def content(self, element: etree._Element | None) -> str:
        """Its own trimmed text, '' for none."""
        return "" if element is None else "".join(str(part) for part in element.itertext()).strip()

    def reference(self, element: etree._Element) -> tuple[str, str]:
        """The namespace ('' for this file's own) and the id that its `href` names."""
        before, _, target = element.get("href", "").rpartition("#")
        return ("" if before == self.root.get("namespace") else before), target
