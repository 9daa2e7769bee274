"""Every element of the shipped diagrams says in two languages what it is, and why it is there."""

from pathlib import Path
from typing import Any

import pytest

from engine.diagrams import forms
from engine.diagrams.definition import Definition
from engine.diagrams.model import (
    CallActivity,
    ComplexGateway,
    EventBasedGateway,
    ExclusiveGateway,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
    UserTask,
)
from engine.diagrams.traversal import nodes, scopes

IDS = (
    "2.1.1.a 2.1.1.b 2.1.1.c 2.1.1.d 2.1.2.a 2.1.2.b 2.2.1.a 2.2.1.b 2.2.1.c 2.2.1.d 2.2.1.e 2.2.2.a 2.2.2.b 2.2.2.c "
    "2.2.3.a 2.2.3.b 2.2.3.c 2.3.1.a 2.3.1.b 2.3.2.a 2.3.2.b 2.3.2.c 2.3.2.d 2.3.2.e 2.3.2.f 3.1 3.2 3.3.a 3.3.b 3.4"
)
PROCEDURES = sorted(path.stem for path in (Path(__file__).parents[3] / "processes").glob("*/*.bpmn"))

GATEWAYS = (ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway, ComplexGateway)

procedures = pytest.mark.parametrize("procedure", PROCEDURES)


def chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def flow_nodes(definition: Definition) -> list[FlowNode]:
    return list(nodes(definition.process))


def test_register_holds_every_clause_in_both_languages(clauses: Any) -> None:
    assert " ".join(clause["id"] for clause in clauses) == IDS
    assert all(chinese(clause["text"]) and not chinese(clause["text_en"]) for clause in clauses)


@procedures
def test_every_node_cites_a_clause_or_practice(
    procedure: str, definitions: dict[str, Definition], clauses: Any
) -> None:
    known = {clause["id"] for clause in clauses}
    process = definitions[procedure].process
    assert [node.id for node in flow_nodes(definitions[procedure]) if not node.basis and not node.practice] == []
    assert {clause for node in nodes(process) for clause in node.basis} | set(process.basis) <= known


@procedures
def test_every_flow_out_of_a_gateway_cites_a_clause_or_practice(
    procedure: str, definitions: dict[str, Definition], clauses: Any
) -> None:
    known = {clause["id"] for clause in clauses}
    for _, scope in scopes(definitions[procedure].process):
        gateways = [node for node in scope.nodes.values() if isinstance(node, GATEWAYS)]
        flows = [scope.flows[id] for node in gateways for id in node.outgoing]
        assert [flow.id for flow in flows if not flow.basis and not flow.practice] == []
        assert {clause for flow in flows for clause in flow.basis} <= known


@procedures
def test_every_node_is_explained_in_both_languages(procedure: str, definitions: dict[str, Definition]) -> None:
    for node in flow_nodes(definitions[procedure]):
        assert chinese(node.documentation), node.id
        english = node.properties.get("documentation:en", "")
        assert english != "", node.id
        assert not chinese(english), node.id


@procedures
def test_every_name_is_chinese_with_an_english_one(procedure: str, definitions: dict[str, Definition]) -> None:
    process = definitions[procedure].process
    places: list[Any] = [process, *nodes(process), *process.lanes]
    places += [flow for _, scope in scopes(process) for flow in scope.flows.values() if flow.name]
    assert [
        place.id for place in places if not chinese(place.name) or not place.name_en or chinese(place.name_en)
    ] == []


@procedures
def test_split_flows_are_named(procedure: str, definitions: dict[str, Definition]) -> None:
    for _, scope in scopes(definitions[procedure].process):
        split = [node for node in scope.nodes.values() if len(node.outgoing) > 1]
        assert [id for node in split for id in node.outgoing if not scope.flows[id].name] == []


def label_pairs(form: forms.Form) -> list[tuple[str, str]]:
    pairs = []
    for one in form.walk():
        pairs += [(one.label, one.label_en), (one.description, one.description_en)]
        pairs += [(option.label, option.label_en) for option in one.options]
        pairs += [(column.label, column.label_en) for column in one.columns]
    return [pair for pair in pairs if pair[0]]


@procedures
def test_forms_speak_both_languages(procedure: str, definitions: dict[str, Definition]) -> None:
    for form in definitions[procedure].forms.values():
        assert [pair for pair in label_pairs(form) if not pair[1] or chinese(pair[1])] == [], form.id


@procedures
def test_user_tasks_have_a_form_and_a_role_of_the_organisation(
    procedure: str, definitions: dict[str, Definition], organisation: Any
) -> None:
    roles = {role["id"] for role in organisation["roles"]}
    held = {membership.partition("@")[0] for one in organisation["people"] for membership in one["memberships"]}
    definition = definitions[procedure]
    for task in (node for node in nodes(definition.process) if isinstance(node, UserTask)):
        assert task.form in definition.forms
        role = task.post.role if task.post else str(task.candidate_groups).partition('"')[2].partition("@")[0]
        assert role in roles & held, task.id
    lanes = {lane.role for lane in definition.process.lanes}
    starters = definition.process.properties.get("starters", "")
    assert lanes | set(filter(None, starters.split(","))) <= roles


@procedures
def test_personal_data_do_not_leave_their_procedure(procedure: str, definitions: dict[str, Definition]) -> None:
    definition = definitions[procedure]
    personal = {field.key for form in definition.forms.values() for field in form.fields if field.personal}
    for call in (node for node in nodes(definition.process) if isinstance(node, CallActivity)):
        assert not call.propagate_all_parent_variables
        assert personal.isdisjoint(mapping.target for mapping in call.inputs)
