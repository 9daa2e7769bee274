"""Holds a file against the positive lists: what is not read is refused, element by element and attribute by attribute."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams import extensions, foreign, messages, vocabulary
from engine.diagrams.namespaces import BPMN, INTERCHANGE, PREFIXES, TOOLING
from engine.diagrams.rewording import as_feel
from engine.diagrams.vocabulary import Kind
from engine.diagrams.xml import line
from engine.errors import Finding

ENOUGH = 2_000
"""After this many findings nobody reads on, and the rest of the file is not inspected."""

_NOTHING = Kind()


def inspect(file: str, root: etree._Element) -> list[Finding]:
    """A finding for every element and attribute below `root` that is not read. Diagram interchange is not looked into,
    nor processes that are only shown.

    What stands inside a refused element is not reported again, and after ENOUGH findings the inspection ends.
    """
    found: list[Finding] = []
    pending = [(root, vocabulary.KINDS["definitions"])]
    while pending and len(found) < ENOUGH:
        element, kind = pending.pop()
        found.extend(_attributes(file, element, kind))
        found.extend(_missing(file, element))
        found.extend(_repeated(file, element))
        found.extend(_property(file, element))
        found.extend(_expressions(file, element))
        allowed = []
        for child in element.iterchildren("*"):
            if etree.QName(child).namespace in INTERCHANGE or is_shown_only(child):
                continue
            child_kind = _kind(child, element, kind)
            if child_kind is None and len(found) < ENOUGH:
                found.append(_misplaced(file, child, element))
            elif child_kind is not None:
                allowed.append((child, child_kind))
        pending.extend(reversed(allowed))
    return found


def is_shown_only(process: etree._Element) -> bool:
    """Whether `process` is one that is not executable, beside one that is: it documents what others do (§10.2)."""
    if process.tag != f"{{{BPMN}}}process" or _executable(process):
        return False
    root = process.getparent()
    return root is not None and any(_executable(one) for one in root.iterchildren(process.tag))


def _executable(process: etree._Element) -> bool:
    return process.get("isExecutable", "").strip() in ("true", "1")


def written(tag: str) -> str:
    """`tag` as findings write it: `userTask`, `zeebe:script`, `{namespace}name` for foreign ones."""
    name = etree.QName(tag)
    if name.namespace == BPMN:
        return str(name.localname)
    prefix = PREFIXES.get(name.namespace or "")
    return f"{prefix}:{name.localname}" if prefix else tag


def place(element: etree._Element) -> tuple[str, str, int]:
    """Id and name of the nearest BPMN element around `element` that has an id, and the line of `element`."""
    beginning = line(element)
    for around in _outwards(element):
        identity = around.get("id", "")
        if identity and etree.QName(around).namespace == BPMN and around.tag != f"{{{BPMN}}}definitions":
            return identity, around.get("name", ""), beginning
    return "", "", beginning


def _outwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _kind(child: etree._Element, parent: etree._Element, kind: Kind) -> Kind | None:
    name, within = written(child.tag), written(parent.tag)
    if within == "extensionElements":
        return extensions.KINDS.get(name) if _extends(name, parent) else None
    if within in extensions.KINDS:
        return extensions.KINDS[name] if name in _parts(parent, kind) else None
    return vocabulary.KINDS[name] if name in kind.children else None


def _extends(name: str, extension_elements: etree._Element) -> bool:
    owner = extension_elements.getparent()
    allowed = _NOTHING if owner is None else vocabulary.KINDS.get(written(owner.tag), _NOTHING)
    return name in allowed.extensions or (name == "zeebe:ioMapping" and _mapping_direction(allowed) is not None)


def _parts(element: etree._Element, kind: Kind) -> frozenset[str]:
    """The children an extension element may have: mappings of events go one way only."""
    if written(element.tag) != "zeebe:ioMapping":
        return kind.children
    owner = next(element.iterancestors(f"{{{BPMN}}}extensionElements")).getparent()
    direction = None if owner is None else _mapping_direction(vocabulary.KINDS[written(owner.tag)])
    return kind.children if direction is None else frozenset({f"zeebe:{direction}"})


def _mapping_direction(owner: Kind) -> str | None:
    return next((name.partition("/")[2] for name in owner.extensions if name.startswith("zeebe:ioMapping/")), None)


def _attributes(file: str, element: etree._Element, kind: Kind) -> Iterator[Finding]:
    tag = written(element.tag)
    for attribute, value in element.attrib.items():
        name = written(str(attribute)) if str(attribute).startswith("{") else str(attribute)
        namespace = etree.QName(str(attribute)).namespace
        if namespace in TOOLING or name in extensions.TOOLING_ATTRIBUTES or _typed(name, str(value), tag):
            continue
        values = kind.attributes.get(name)
        if values is not None and (values is vocabulary.ANY or value in values):
            continue
        rule = f"attribute.{name}"
        shown = foreign.prefixed(name) if name.startswith("{") else name
        parameters = {"tag": tag, "attribute": shown, "value": str(value)}
        if rule == "attribute.expressionLanguage" and not _evaluates(element):
            continue
        if rule not in messages.rules():
            rule = "attribute.foreign" if namespace else "attribute.unsupported"
        if rule == "attribute.foreign":
            rule, parameters = _foreign(rule, str(attribute), parameters)
        yield messages.finding(rule, file, *place(element), **parameters)


def _foreign(rule: str, tag: str, parameters: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The rule and the parameters of a finding about what another product wrote."""
    if foreign.is_harmless(tag):
        return f"{rule}_harmless", parameters
    return rule, parameters | {"instead": foreign.instead(tag)}


def _evaluates(definitions: etree._Element) -> bool:
    """Whether some FEEL expression of the file would be in the language that `definitions` names for all of them."""
    found = definitions.iter(*(f"{{{BPMN}}}{name}" for name in vocabulary.EXPRESSIONS))
    return any((one.text or "").strip().startswith("=") and not one.get("language") for one in found)


def _typed(name: str, value: str, tag: str) -> bool:
    """Whether an `xsi:` attribute stands where it changes nothing: on an expression, or pointing to the schema."""
    if name == "xsi:type":
        return tag in vocabulary.EXPRESSIONS and value.rpartition(":")[2] in ("tFormalExpression", "tExpression")
    return name == "xsi:schemaLocation" and tag == "definitions"


def _missing(file: str, element: etree._Element) -> Iterator[Finding]:
    tag = written(element.tag)
    for attribute in extensions.REQUIRED.get(tag, ()):
        if not element.get(attribute, "").strip():
            yield messages.finding("attribute.missing", file, *place(element), tag=tag, attribute=attribute)


def _expressions(file: str, element: etree._Element) -> Iterator[Finding]:
    """Texts and attributes that are written as other engines write expressions; here they would be taken literally."""
    tag = written(element.tag)
    texts = [(str(name), str(text)) for name, text in element.attrib.items() if _may_be_expression(tag, str(name))]
    if tag in vocabulary.EXPRESSIONS:
        texts.append((tag, element.text or ""))
    for part, text in texts:
        if is_of_another_engine(text):
            found = {"part": part, "text": text.strip(), "feel": as_feel(text)}
            yield messages.finding("expression.other_engine", file, *place(element), **found)


def _may_be_expression(tag: str, attribute: str) -> bool:
    """Whether the attribute is evaluated, or is a name by which what is sent finds who waits for it."""
    if tag.startswith("zeebe:"):
        return tag not in ("zeebe:property", "zeebe:header")
    return (tag, attribute) in _NAMES


_NAMES = frozenset(
    {
        ("message", "name"),
        ("signal", "name"),
        ("error", "errorCode"),
        ("escalation", "escalationCode"),
        ("callActivity", "calledElement"),
    }
)


def is_of_another_engine(text: str) -> bool:
    """Whether `text` is an expression as engines with JUEL write it: `${amount > 5}` or `#{…}`."""
    return text.strip().startswith(("${", "#{"))


def _property(file: str, element: etree._Element) -> Iterator[Finding]:
    """A zeebe:property whose name nothing reads; a misspelt name would otherwise be ignored."""
    name = element.get("name", "").strip()
    if written(element.tag) != "zeebe:property" or not name or _is_note(name):
        return
    owner = next(element.iterancestors(f"{{{BPMN}}}extensionElements")).getparent()
    tag = "" if owner is None else written(owner.tag)
    allowed = extensions.SHARED_PROPERTIES | extensions.PROPERTIES.get(tag, frozenset())
    prefix = extensions.PROPERTY_PREFIXES.get(tag, "")
    if prefix and name.startswith(prefix) and name != prefix:
        return
    allowed |= {f"{prefix}…"} if prefix else set()
    if element.get("name", "") not in allowed:
        yield messages.finding(
            "property.unknown", file, *place(element), tag=tag, name=name, allowed=", ".join(sorted(allowed))
        )


def _is_note(name: str) -> bool:
    return name.startswith(extensions.NOTE_PREFIX) and name != extensions.NOTE_PREFIX


def _repeated(file: str, element: etree._Element) -> Iterator[Finding]:
    """Second extension elements, of which the dialect reads only one."""
    seen: set[str] = set()
    extended = written(element.tag) == "extensionElements" or written(element.tag) in extensions.KINDS
    for child in element.iterchildren("*"):
        name = written(child.tag)
        key = f"{name} {child.get(extensions.REPEATABLE[name])}" if name in extensions.REPEATABLE else name
        if extended and key in seen and name in extensions.KINDS:
            yield messages.finding("element.repeated", file, *place(child), tag=key)
        seen.add(key)


_RULES = {
    "errorEventDefinition": "element.error_start",
    "zeebe:executionListeners": "element.listeners",
    "zeebe:taskListeners": "element.listeners",
    "zeebe:linkedResources": "element.linked_resources",
}
"""The rules of elements that are refused for a reason of their own, other than by their name."""


def _misplaced(file: str, child: etree._Element, parent: etree._Element) -> Finding:
    name = written(child.tag)
    owner = parent.getparent() if written(parent.tag) == "extensionElements" else parent
    within = "" if owner is None else written(owner.tag)
    rule = f"element.{name}"
    if rule not in messages.rules():
        known = name in vocabulary.KINDS or name in extensions.KINDS
        outside = name.startswith("{")
        rule = "element.foreign" if outside else "element.misplaced" if known else "element.unsupported"
    rule = _RULES.get(name, rule)
    parameters = {"tag": name, "parent": within}
    if rule == "element.foreign":
        rule, parameters = _foreign(rule, name, parameters | {"tag": foreign.prefixed(name)})
    return messages.finding(rule, file, *place(child), **parameters)
