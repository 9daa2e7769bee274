"""A decision with all it requires becomes one value, every expression in it parsed once to be sure that it can be."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from lxml import etree

from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.source import Source
from engine.diagrams.feel.contexts import call
from engine.diagrams.messages import finding
from engine.errors import FeelLimitExceeded, Refused

_CHECK_SECONDS = 5.0
_MAXIMUM_CHARACTERS = 20_000_000
"""Of all graphs of a file: what many decisions require is in each of theirs."""


def _encode(graph: dict[str, Any]) -> str:
    return msgspec.json.encode(graph).decode()


class Graphs:
    """Makes the models of one file. What several decisions require is checked once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._read: dict[str, set[str]] = {}
        self._characters = 0

    def model(
        self, decision: etree._Element, inputs: Sequence[dict[str, Any]], bodies: dict[str, dict[str, Any]]
    ) -> DecisionModel:
        """The model of `decision`, the last of `bodies` (by id, in order). Refuses expressions that FEEL cannot read."""
        content: dict[str, Any] = {"inputs": inputs, "decisions": list(bodies.values()), "names": []}
        self._check(decision, _encode(content), bodies)
        own = {body["name"] for body in bodies.values()}
        read = set[str]().union(*(self._read[identifier] for identifier in bodies))
        names = {node["name"] for node in inputs} | (read - own)
        graph = _encode(content | {"names": sorted(names)})
        self._bound(decision, len(graph))
        return DecisionModel(
            id=decision.get("id", ""),
            name=decision.get("name", ""),
            file=self._source.file,
            input_names=frozenset(names),
            key=hashlib.sha256(graph.encode()).hexdigest(),
            graph=graph,
        )

    def _bound(self, decision: etree._Element, characters: int) -> None:
        self._characters += characters
        if self._characters > _MAXIMUM_CHARACTERS:
            self._source.refuse("dmn.too_long", decision, limit=str(_MAXIMUM_CHARACTERS))
            raise Refused(self._source.findings)

    def _check(self, decision: etree._Element, graph: str, bodies: dict[str, dict[str, Any]]) -> None:
        fresh = [identifier not in self._read for identifier in bodies]
        try:
            answer = call("checkGraph", {"graph": graph, "fresh": fresh}, seconds=_CHECK_SECONDS)
        except FeelLimitExceeded as error:
            answer = {"error": "limit", "reason": error.details["reason"]}
        if "error" in answer:
            self._source.refuse("dmn.unchecked", decision, reason=answer["reason"])
            answer = {"value": {"wrong": [], "names": [[] for _ in bodies]}}
        for identifier, names, is_fresh in zip(bodies, answer["value"]["names"], fresh, strict=True):
            if is_fresh:
                self._read[identifier] = set(names)
        for wrong in answer["value"]["wrong"]:
            self._source.findings.append(
                finding(
                    "dmn.expression",
                    self._source.file,
                    wrong["element"],
                    wrong["decision"],
                    0,
                    text=wrong["text"],
                    reason=wrong["reason"],
                    position=str(wrong["position"] + 1),
                )
            )
