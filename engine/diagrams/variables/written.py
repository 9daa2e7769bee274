"""What one step gives to the steps after it, and what it has for itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.diagrams.forms.model import Component
from engine.diagrams.forms.model import Kind as ComponentKind
from engine.diagrams.model import (
    Activity,
    BusinessRuleTask,
    CallActivity,
    Expression,
    FlowNode,
    Scope,
    ScriptTask,
    StartEvent,
    SubProcess,
    UserTask,
    Value,
    VariableMapping,
)
from engine.diagrams.traversal import wanted_job
from engine.diagrams.variables.shapes import shape
from engine.diagrams.variables.variable import Reason, Sources, Variable, VariableKind

_KINDS: Mapping[ComponentKind, VariableKind] = {
    "textfield": "text",
    "textarea": "text",
    "radio": "text",
    "select": "text",
    "number": "number",
    "checkbox": "yes_no",
    "checklist": "list",
    "filepicker": "list",
    "datetime": "date",
}


def outside(node: FlowNode, sources: Sources, callers: frozenset[str] = frozenset()) -> Iterator[Variable]:
    """The variables that a step assigns outside of itself, as far as they are known; `callers` are the processes around
    it."""
    loop = node.multi_instance if isinstance(node, Activity) else None
    local = {one.name for one in for_itself(node)}
    given = list(_given(node, sources, callers))
    if loop is not None and loop.output_collection:
        yield Variable(loop.output_collection, "list", "gathered", node.id, entries=_gathered(node, given))
    if node.outputs:
        yield from (one for one in _mapped(node.id, node.outputs, "output", given) if one.name not in local)
    else:
        yield from (one for one in given if one.name not in local)
    if isinstance(node, SubProcess):
        yield from (one for one in all_in(node.scope, sources, callers) if one.name not in local)


def all_in(scope: Scope, sources: Sources, callers: frozenset[str] = frozenset()) -> Iterator[Variable]:
    """What the steps of a scope assign outside of themselves, and the scope's data objects."""
    for node in scope.nodes.values():
        yield from outside(node, sources, callers)
    yield from data(scope)


def data(scope: Scope) -> Iterator[Variable]:
    """The data objects of a scope."""
    for item in scope.data:
        if item.variable and item.kind != "store":
            yield Variable(item.variable, "list" if item.collection else "any", "data", item.id, item.name)


def for_itself(node: FlowNode) -> Iterator[Variable]:
    """What only the step and what is inside it can read: its input mappings, the item and number of an instance."""
    yield from _mapped(node.id, node.inputs, "input", ())
    for read in node.reads:
        yield Variable(read.name, "context", "store", node.id)
    if not isinstance(node, Activity):
        return
    if node.loop is not None or node.multi_instance is not None:
        yield Variable("loopCounter", "number", "instance", node.id)
    loop = node.multi_instance
    if loop is not None and loop.input_element:
        yield Variable(loop.input_element, "any", "instance", node.id)
    if loop is not None and loop.output_element is not None and loop.output_element.source.strip().isidentifier():
        yield Variable(loop.output_element.source.strip(), "any", "instance", node.id)


def returned(node: FlowNode, sources: Sources) -> list[Variable]:
    """What the step itself brings about, before its outputs are mapped."""
    return list(_given(node, sources, frozenset()))


def _given(node: FlowNode, sources: Sources, callers: frozenset[str]) -> Iterator[Variable]:
    match node:
        case UserTask() | StartEvent():
            yield from _entered(node, sources)
            if isinstance(node, UserTask) and node.completed_by:
                yield Variable(node.completed_by, "text", "completer", node.id)
        case ScriptTask() if node.result_variable:
            found = shape(node.expression.source, {})
            yield replace(found, name=node.result_variable, reason="script", origin=node.id)
        case BusinessRuleTask() if node.result_variable:
            decided = sources.decision(node.decision) or Variable("")
            yield replace(decided, name=node.result_variable, reason="decision", origin=node.id)
        case CallActivity() if node.propagate_all_child_variables and node.process not in callers:
            called = sources.called(node.process, node.version_tag)
            inside = () if called is None else all_in(called.scope, sources, callers | {node.process})
            yield from (replace(one, reason="called", origin=node.id) for one in inside)
        case _:
            job = wanted_job(node)
            if job is not None and isinstance(job.type, str):
                yield from (replace(one, reason="handler", origin=node.id) for one in sources.handler(job.type))


def _entered(node: UserTask | StartEvent, sources: Sources) -> Iterator[Variable]:
    form = sources.form(node.form) if node.form else None
    for field in () if form is None else form.fields:
        if not field.readonly:
            yield Variable(field.key, _kind(field), "form", node.id, field.label, field.label_en)


def _kind(field: Component) -> VariableKind:
    return "list" if field.multiple else _KINDS.get(field.kind, "any")


def _mapped(
    origin: str, mappings: Iterable[VariableMapping], reason: Reason, given: Iterable[Variable]
) -> Iterator[Variable]:
    """The variables that mappings fill; a dotted target makes an entry of one variable."""
    results = {one.name: one for one in given}
    parts: dict[str, list[Variable]] = {}
    for mapping in mappings:
        name, _, entry = mapping.target.partition(".")
        found = replace(told(mapping.source, results), reason=reason, origin=origin)
        parts.setdefault(name, [])
        if entry:
            parts[name].append(replace(found, name=entry))
        else:
            parts[name] = [replace(found, name=name)]
    for name, found_parts in parts.items():
        whole = len(found_parts) == 1 and found_parts[0].name == name
        yield found_parts[0] if whole else Variable(name, "context", reason, origin, entries=tuple(found_parts))


def told(value: Value, known: Mapping[str, Variable]) -> Variable:
    """What a literal text or an expression yields, as far as it tells."""
    return shape(value.source, known) if isinstance(value, Expression) else Variable("", "text")


def _gathered(node: FlowNode, given: list[Variable]) -> tuple[Variable, ...]:
    """The entries of what a repeated step gathers, where the step gives back one context."""
    loop = node.multi_instance if isinstance(node, Activity) else None
    wanted = "" if loop is None or loop.output_element is None else loop.output_element.source.strip()
    return next((one.entries for one in given if one.name == wanted), ())
