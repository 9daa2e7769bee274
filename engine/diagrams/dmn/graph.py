"""The nodes of a file become one graph for the FEEL engine, every expression in it parsed once to be sure that it can be."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.nodes import Node, Nodes
from engine.diagrams.dmn.source import Source
from engine.diagrams.feel.contexts import call
from engine.diagrams.messages import finding
from engine.errors import FeelLimitExceeded, FeelUnavailable

_CHECK_SECONDS = 5.0
"""For parsing every expression of a file: twenty-five times what the largest of ours takes on a machine at rest."""
_AGAIN_SECONDS = 30.0
"""The same for a file that passed once: a busy machine must not keep a case from being loaded."""

_KINDS = {
    "inputData": "input",
    "decision": "decision",
    "businessKnowledgeModel": "function",
    "decisionService": "service",
}


def models(source: Source, nodes: Nodes, *, draft: bool, checked: bool) -> Mapping[str, DecisionModel]:
    """A model for each decision and decision service of the file itself, by id. Refuses what FEEL cannot read.

    Decisions without logic have one in a draft only.
    """
    ordered = nodes.ordered()
    index = {node.key: number for number, node in enumerate(ordered)}
    content = [_content(node, nodes.label(node), index) for node in ordered]
    for told, names in zip(
        content, _check(source, ordered, content, _AGAIN_SECONDS if checked else _CHECK_SECONDS), strict=True
    ):
        told["names"] = names
    graph = msgspec.json.encode({"nodes": content, "types": nodes.tested_types()}).decode()
    key = hashlib.sha256(graph.encode()).hexdigest()
    read = _names_read(ordered, content, index)
    return {
        node.key[1]: DecisionModel(
            id=node.key[1],
            name=node.element.get("name", ""),
            file=source.file,
            input_names=read(number),
            key=key,
            graph=graph,
            root=number,
        )
        for number, node in enumerate(ordered)
        if node.key[0] == nodes.main and node.kind in ("decision", "decisionService") and (node.has_logic or draft)
    }


def _content(node: Node, label: str, index: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "kind": _KINDS[node.kind],
        "name": node.name,
        "label": label,
        "type": node.type,
        "requires": [{"path": path, "node": index[key]} for key, path in node.requires if key in index],
        "names": [],
    }
    if node.kind == "decisionService":
        content["parameters"] = [index[key] for key in node.parameters if key in index]
        content["outputs"] = [index[key] for key in node.outputs if key in index]
    elif node.body is not None:
        content["body"] = node.body
    return content


def _check(source: Source, ordered: list[Node], content: list[dict[str, Any]], seconds: float) -> list[list[str]]:
    """The names that each node reads beside those it requires."""
    try:
        answer = call("checkGraph", {"graph": msgspec.json.encode({"nodes": content}).decode()}, seconds=seconds)
    except (FeelLimitExceeded, FeelUnavailable) as error:
        answer = {"error": "limit", "reason": error.details["reason"]}
    if "error" in answer:
        source.refuse("dmn.unchecked", source.root, reason=answer["reason"])
        return [[] for _ in ordered]
    for wrong in answer["value"]["wrong"]:
        node = ordered[wrong["node"]]
        source.findings.append(
            finding(
                "dmn.expression",
                node.source.file,
                wrong["element"],
                node.name,
                0,
                text=wrong["text"],
                reason=wrong["reason"],
                position=str(wrong["position"] + 1),
            )
        )
    computed = {node.name for node in ordered if node.kind != "inputData"}
    return [
        sorted(set(names) - computed - {required["path"][0] for required in told["requires"]})
        for told, names in zip(content, answer["value"]["names"], strict=True)
    ]


def _names_read(
    ordered: list[Node], content: list[dict[str, Any]], index: Mapping[tuple[str, str], int]
) -> Callable[[int], frozenset[str]]:
    """Tells the variables that deciding a node reads, with those of what it needs; sets are held as bits of integers."""
    bits: dict[str, int] = {}
    masks: list[int] = []

    def mask_of(names: Iterable[str]) -> int:
        mask = 0
        for name in names:
            mask |= 1 << bits.setdefault(name, len(bits))
        return mask

    for node, told in zip(ordered, content, strict=True):
        mask = mask_of([node.name] if node.kind == "inputData" else told["names"])
        for key, _ in node.requires:
            mask |= masks[index[key]] if key in index else 0
        masks.append(mask)

    def read(number: int) -> frozenset[str]:
        # A service reads nothing by itself: whoever asks it gives its parameters.
        parameters = [ordered[place].name for place in content[number].get("parameters", ())]
        mask = mask_of(parameters) | masks[number]
        return frozenset(name for name, bit in bits.items() if mask >> bit & 1)

    return read
