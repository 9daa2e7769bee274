"""What a decision results in, as its table or its expression says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from engine.diagrams.dmn import DecisionModel
from engine.diagrams.variables.shapes import shape
from engine.diagrams.variables.variable import Variable, VariableKind

_MANY = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})
_KINDS: Mapping[str, VariableKind] = {
    "string": "text",
    "number": "number",
    "boolean": "yes_no",
    "date": "date",
    "date time": "date",
    "list": "list",
    "context": "context",
}


def outcome(model: DecisionModel) -> Variable:
    """A variable that takes the decision's result: one value, a context of the outputs, or a list of either."""
    nodes = msgspec.json.decode(model.graph)["nodes"]
    return replace(_outcome(nodes, model.root, frozenset()), name=model.id)


def _outcome(nodes: Sequence[Mapping[str, Any]], place: int, within: frozenset[int]) -> Variable:
    node = nodes[place]
    body = node.get("body") or {}
    if body.get("kind") == "table":
        return _of_table(body)
    if body.get("kind") == "literal" and place not in within:
        required = {
            one["path"][-1]: _outcome(nodes, one["node"], within | {place}) for one in node["requires"] if one["path"]
        }
        return shape(body["text"], required)
    return Variable("", _kind(node.get("type")))


def _of_table(table: Mapping[str, Any]) -> Variable:
    outputs = table["outputs"]
    parts = tuple(Variable(one["name"], _kind(one.get("type"))) for one in outputs if one["name"])
    single = len(outputs) == 1
    if table["hitPolicy"] in _MANY and not table.get("aggregation"):
        return Variable("", "list", entries=() if single else parts)
    return Variable("", _kind(outputs[0].get("type"))) if single else Variable("", "context", entries=parts)


def _kind(declared: Mapping[str, Any] | None) -> VariableKind:
    if not declared:
        return "any"
    if "list" in declared:
        return "list"
    return "context" if "components" in declared else _KINDS.get(declared.get("base", ""), "any")
