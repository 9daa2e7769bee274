"""One try of a decision: its answer, the rules that match in every table on the way, and what stands in the way of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.trial.graph import Needed, needed, read_graph
from engine.errors import DecisionError, FeelError

MOST_TABLES = 60
"""Of tables on the way to one decision of which the matching rules are told; each is one more evaluation."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The rules of one table that match, by number from 1, with their ids; `used` are the ids of those that made the answer.

    `number_of` tells the number of every rule by its id.
    """

    decision: str
    name: str
    policy: str
    aggregation: str
    rules: tuple[tuple[int, str], ...]
    used: frozenset[str]
    number_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a decision has no answer. `unique` and `any` are broken hit policies, `value` any other contradiction,
    `expression` an expression that failed; `reason` is the evaluator's own English."""

    kind: Literal["unique", "any", "value", "expression"]
    decision: str
    name: str
    reason: str
    expression: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Required:
    """What a decision on the way gave; `known_as` is its name in expressions."""

    name: str
    known_as: str
    value: Any


@dataclass(frozen=True, slots=True)
class Attempt:
    """`result` is None where there is a `problem`; `required` are the decisions before it, in the order of deciding."""

    result: Any
    required: tuple[Required, ...]
    matching: tuple[Matching, ...]
    problem: Problem | None = None


def attempt(models: Mapping[str, DecisionModel], decision: str, inputs: Mapping[str, Any], now: int) -> Attempt:
    """Try a decision of a file with JSON inputs at `now`. Raises FeelLimitExceeded, FeelUnavailable as decisions do."""
    model = models[decision]
    graph = read_graph(model)
    reached = needed(model, graph)
    by_place = {other.root: other for other in models.values()}
    answer = model.decide(inputs, now, strict=False)
    problem = _problem([by_place[one.place] for one in reached if one.place in by_place], graph, inputs, now)
    tables = [one for one in reached if one.table is not None and one.place in by_place][-MOST_TABLES:]
    used = frozenset(answer.rules)
    matching = tuple(_matching(by_place[one.place], graph, one, used, inputs, now) for one in tables)
    required = tuple(
        Required(by_place[one.place].name if one.place in by_place else label, label, answer.inputs[label])
        for one in reached[:-1]
        if one.node["kind"] == "decision" and (label := one.node["label"]) in answer.inputs
    )
    return Attempt(None if problem else answer.result, required, matching, problem)


def _matching(
    model: DecisionModel, graph: dict[str, Any], one: Needed, used: frozenset[str], inputs: Mapping[str, Any], now: int
) -> Matching:
    table = one.table
    assert table is not None
    ids = [rule["id"] for rule in table["rules"]]
    found = _numbers(model, graph, one, table, inputs, now)
    return Matching(
        decision=model.id,
        name=model.name or one.node["label"],
        policy=table["hitPolicy"],
        aggregation=table["aggregation"] or "",
        rules=tuple((number, ids[number - 1]) for number in found),
        used=used,
        number_of={identifier: number for number, identifier in enumerate(ids, 1)},
    )


def _numbers(
    model: DecisionModel,
    graph: dict[str, Any],
    one: Needed,
    table: dict[str, Any],
    inputs: Mapping[str, Any],
    now: int,
) -> list[int]:
    """The numbers of all rules that match: the same table, made to answer with the numbers of its rules in their order."""
    numbered = table | {
        "hitPolicy": "RULE ORDER",
        "aggregation": None,
        "outputs": [{"id": "", "name": "", "type": None, "allowed": None, "default": None}],
        "rules": [rule | {"outputs": [str(number)]} for number, rule in enumerate(table["rules"], 1)],
    }
    numbered.pop("type", None)
    nodes = list(graph["nodes"])
    nodes[one.place] = one.node | {"type": None, "body": numbered}
    text = msgspec.json.encode(graph | {"nodes": nodes}).decode()
    asking = replace(model, graph=text, key=hashlib.sha256(text.encode()).hexdigest())
    answer = asking.decide(inputs, now, strict=False).result
    return [int(number) for number in answer or ()]


def _problem(models: list[DecisionModel], graph: dict[str, Any], inputs: Mapping[str, Any], now: int) -> Problem | None:
    """What goes wrong in the first decision that has no answer."""
    for model in models:
        try:
            model.decide(inputs, now)
        except DecisionError as error:
            rules = tuple(error.details["rules"])
            return Problem(
                _kind(graph["nodes"][model.root], rules), model.id, model.name, error.details["reason"], "", rules
            )
        except FeelError as error:
            if error.code == "feel_limit":
                raise
            return Problem("expression", model.id, model.name, error.details["reason"], error.details["expression"])
    return None


def _kind(node: dict[str, Any], rules: tuple[str, ...]) -> Literal["unique", "any", "value"]:
    policy = (node.get("body") or {}).get("hitPolicy")
    if len(rules) > 1 and policy == "UNIQUE":
        return "unique"
    return "any" if len(rules) > 1 and policy == "ANY" else "value"
