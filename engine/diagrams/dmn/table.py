"""Decision tables (DMN 1.5 chapter 8) as JSON for the FEEL engine."""

from typing import Any

from lxml import etree

from engine.diagrams.dmn.source import Source
from engine.diagrams.dmn.types import Types

_POLICIES = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
_AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")


def read_table(source: Source, types: Types, table: etree._Element) -> dict[str, Any]:
    """The table; what it cannot mean is refused in `source`."""
    source.known(table, "input", "output", "rule")
    inputs = [_input(source, types, clause) for clause in source.children(table, "input")]
    clauses = source.children(table, "output")
    outputs = [_output(source, types, clause, index, len(clauses)) for index, clause in enumerate(clauses)]
    if not outputs:
        source.refuse("dmn.outputs", table)
    rules = [
        _rule(source, rule, index, len(inputs), len(outputs))
        for index, rule in enumerate(source.children(table, "rule"))
    ]
    policy, aggregation = _hit_policy(source, table, outputs)
    return {
        "kind": "table",
        "id": table.get("id", ""),
        "hitPolicy": policy,
        "aggregation": aggregation,
        "inputs": inputs,
        "outputs": outputs,
        "rules": rules,
    }


def _hit_policy(source: Source, table: etree._Element, outputs: list[dict[str, Any]]) -> tuple[str, str | None]:
    policy = table.get("hitPolicy", "UNIQUE")
    aggregation = table.get("aggregation")
    if policy not in _POLICIES:
        source.refuse("dmn.hit_policy", table, policy=policy)
    if aggregation is not None and (policy != "COLLECT" or aggregation not in _AGGREGATIONS or len(outputs) > 1):
        source.refuse("dmn.aggregation", table, aggregation=aggregation)
    if policy in ("PRIORITY", "OUTPUT ORDER") and not any(output["allowed"] for output in outputs):
        source.refuse("dmn.priorities", table, policy=policy)
    return policy, aggregation


def _input(source: Source, types: Types, clause: etree._Element) -> dict[str, Any]:
    source.known(clause, "inputExpression", "inputValues")
    expression = source.child(clause, "inputExpression")
    text = source.text(expression)
    if not text:
        source.refuse("dmn.empty_input", clause)
    return {
        "id": clause.get("id", ""),
        "text": text or "null",
        "label": clause.get("label") or text,
        "type": types.of(expression),
        "allowed": source.text(source.child(clause, "inputValues")) or None,
    }


def _output(source: Source, types: Types, clause: etree._Element, index: int, count: int) -> dict[str, Any]:
    source.known(clause, "outputValues", "defaultOutputEntry")
    name = clause.get("name", "")
    if count > 1 and not name:
        source.refuse("dmn.output_name", clause, number=str(index + 1))
    return {
        "id": clause.get("id", ""),
        "name": name,
        "type": types.of(clause),
        "allowed": source.text(source.child(clause, "outputValues")) or None,
        "default": source.text(source.child(clause, "defaultOutputEntry")) or None,
    }


def _rule(source: Source, rule: etree._Element, index: int, inputs: int, outputs: int) -> dict[str, Any]:
    source.known(rule, "inputEntry", "outputEntry")
    tests = source.children(rule, "inputEntry")
    results = source.children(rule, "outputEntry")
    if (len(tests), len(results)) != (inputs, outputs):
        source.refuse("dmn.cells", rule, number=str(index + 1))
    texts = [source.text(cell) for cell in tests]
    identifier = rule.get("id") or f"rule {index + 1}"
    return {
        "id": identifier,
        "inputs": [None if text in ("", "-") else text for text in texts],
        "outputs": [source.text(cell) or None for cell in results],
        "cells": [cell.get("id") or identifier for cell in (*tests, *results)],
    }
