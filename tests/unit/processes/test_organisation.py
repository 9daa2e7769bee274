"""The shipped organisation and tables fit together."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.diagrams.definition import Definition
from engine.diagrams.forms import Form
from engine.diagrams.model import StartEvent, UserTask
from engine.diagrams.traversal import nodes
from web.organisation import read
from web.organisation.registry import choices

PROCESSES = Path(__file__).parents[3] / "processes"

NOW = 1_772_413_200_000
"""2026-03-02 09:00 in Shanghai."""

KNOWN = {"organisation": choices(read(PROCESSES / "organisation.yaml").units, NOW)}


def options(form: Form, key: str) -> list[str]:
    found = [option.value for option in form.choices(KNOWN, NOW)[key]]
    assert found, key
    return found


def ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


def test_ids_are_unique_and_references_meet_something(organisation: Any) -> None:
    units, roles = ids(organisation["units"]), ids(organisation["roles"])
    for one in (units, roles, ids(organisation["people"])):
        assert len(one) == len(set(one))
    for unit in organisation["units"]:
        assert {unit.get(key, unit["id"]) for key in ("parent", "street", "department")} <= set(units)
    for person in organisation["people"]:
        for membership in person["memberships"]:
            role, _, unit = membership.partition("@")
            assert role in roles
            assert unit in units


def test_thirteen_departments_and_what_every_street_needs(organisation: Any) -> None:
    kinds: dict[str, list[Any]] = {}
    for unit in organisation["units"]:
        kinds.setdefault(unit["kind"], []).append(unit)
    assert len(kinds["department"]) == 13
    streets = ids(kinds["street"])
    assert streets == ["jiangchuan", "gumei", "xinhong", "pujin"]
    for kind in ("grid_centre", "governance_centre", "agency", "committee"):
        assert {unit["street"] for unit in kinds[kind]} == set(streets)


def offered_units(definitions: dict[str, Definition]) -> Iterator[str]:
    intake, disposal = definitions["case_intake"].forms, definitions["case_disposal"].forms
    yield from options(disposal["case_dispatch"], "entity")
    yield from options(disposal["disposal_request"], "centre")
    yield from options(intake["problem_report"], "street")


def test_units_that_forms_offer_exist(definitions: dict[str, Definition], organisation: Any) -> None:
    offered = set(offered_units(definitions))
    assert len(offered) == 4 * 6 + 13 + 4 * 3
    assert offered <= set(ids(organisation["units"]))


def test_every_task_is_somebodys(definitions: dict[str, Definition]) -> None:
    unnamed = [
        f"{definition.process.id}: {task.id}"
        for definition in definitions.values()
        for task in nodes(definition.process)
        if isinstance(task, UserTask) and not task.is_assigned and task.post is None
    ]
    assert unnamed == []


def test_every_problem_is_classified(definitions: dict[str, Definition], organisation: Any) -> None:
    intake = definitions["case_intake"]
    report, units = intake.forms["problem_report"], ids(organisation["units"])
    for street, kind in product(options(report, "street"), options(report, "kind")):
        case = {"street": street, "kind": kind, "inStreet": True, "inOtherProcedure": False}
        result = intake.decisions["case_class"].decide(case, NOW).result
        assert result["accepted"]
        assert result["centre"] in units
    for channel in options(report, "channel"):
        window = intake.decisions["intake_window"].decide({"street": "gumei", "channel": channel}, NOW).result
        assert window["centre"] in units


@pytest.mark.parametrize(("in_street", "elsewhere"), [(False, False), (False, True), (True, True)])
def test_what_is_not_accepted_has_a_reason(
    definitions: dict[str, Definition], in_street: bool, elsewhere: bool
) -> None:
    case = {"street": "gumei", "kind": "litter", "inStreet": in_street, "inOtherProcedure": elsewhere}
    result = definitions["case_intake"].decisions["case_class"].decide(case, NOW).result
    assert not result["accepted"]
    assert result["reason"].endswith("。")


def test_every_kind_of_matter_has_a_finding_and_limits(definitions: dict[str, Definition]) -> None:
    application = definitions["matter_admission"].forms["matter_application"]
    examination = definitions["matter_examination"]
    for kind in options(application, "matterKind"):
        found = examination.decisions["duty_list_check"].decide({"matterKind": kind}, NOW).result
        limits = examination.decisions["opinion_limits"].decide({"dutyCheck": found}, NOW).result
        assert {name for name, days in limits.items() if days > 0} == {"answerDays", "reviewDays", "supplementDays"}


def test_every_stage_of_a_handover_has_limits(definitions: dict[str, Definition]) -> None:
    table = definitions["street_handover"].decisions["handover_limits"]
    for stage in ("first", "makeup"):
        limits = table.decide({"stage": stage}, NOW).result
        assert {name for name, days in limits.items() if days > 0} == {
            "handoverDays",
            "confirmDays",
            "escalateDays",
            "coordinateDays",
        }


def test_every_kind_of_problem_can_be_proposed_for_inclusion(definitions: dict[str, Definition]) -> None:
    reported = options(definitions["case_intake"].forms["case_registration"], "kind")
    proposed = options(definitions["grid_inclusion"].forms["inclusion_request"], "kind")
    assert reported
    assert set(reported) <= set(proposed)


def test_every_number_of_cases_has_limits_for_inclusion(definitions: dict[str, Definition]) -> None:
    table = definitions["grid_inclusion"].decisions["inclusion_limits"]
    for cases in (0, 19, 20, 500):
        limits = table.decide({"totalCases": cases}, NOW).result
        assert {name for name, days in limits.items() if days > 0} == {
            "writeDays",
            "opinionDays",
            "rulingDays",
            "confirmDays",
        }


def test_every_case_has_a_deadline(definitions: dict[str, Definition]) -> None:
    table = definitions["case_disposal"].decisions["disposal_limit"]
    stages, classes = ("first", "rework", "extended", "resumed"), ("grid", "governance", "neither")
    for stage, urgency, kind in product(stages, ("normal", "urgent"), classes):
        case = {"stage": stage, "urgency": urgency, "case_class": kind, "extensionDays": 3}
        assert table.decide(case, NOW).result["workingDays"] > 0


def test_every_street_has_a_letterhead(definitions: dict[str, Definition]) -> None:
    report = definitions["district_report"]
    for street in options(report.forms["report_request"], "street"):
        assert report.decisions["letterhead"].decide({"street": street}, NOW).result["issuerCode"]


def test_whatever_is_chosen_somebody_is_there_to_do_it(definitions: dict[str, Definition], organisation: Any) -> None:
    intake, disposal = definitions["case_intake"], definitions["case_disposal"].forms
    departments = [unit["id"] for unit in organisation["units"] if unit["kind"] == "department"]
    streets = options(intake.forms["problem_report"], "street")
    needed = {f"case-handler@{unit}" for unit in options(disposal["case_dispatch"], "entity")}
    needed |= {f"matter-officer@{unit}" for unit in departments}
    for centre in options(disposal["disposal_request"], "centre"):
        needed |= {f"{role}@{centre}" for role in ("dispatcher", "verifier", "centre-chief")}
    for street in streets:
        needed |= {f"{role}@{street}" for role in ("street-officer", "report-writer", "street-head")}
        needed |= {f"intake-clerk@{street}-{kind}" for kind in ("grid", "governance")}
    assert needed - {group for one in organisation["people"] for group in one["memberships"]} == set()


def user_tasks(definitions: dict[str, Definition]) -> list[UserTask]:
    return [node for one in definitions.values() for node in nodes(one.process) if isinstance(node, UserTask)]


def test_every_task_has_a_due_date(definitions: dict[str, Definition]) -> None:
    found = user_tasks(definitions)
    assert len(found) > 10
    assert [task.id for task in found if task.due_date is None] == []


def test_the_step_limits_of_a_case_are_days(definitions: dict[str, Definition]) -> None:
    table = definitions["case_disposal"].decisions["step_limits"]
    for kind in ("grid", "governance", "neither", None):
        limits = table.decide({"case_class": kind}, NOW).result
        assert len(limits) == 6
        assert all(days > 0 for days in limits.values())


def test_every_report_has_limits(definitions: dict[str, Definition]) -> None:
    table = definitions["district_report"].decisions["instruction_limit"]
    for urgency in ("normal", "urgent"):
        limits = table.decide({"urgency": urgency}, NOW).result
        assert {name for name, days in limits.items() if days > 0} == {
            "draftDays",
            "signOffDays",
            "supplementDays",
            "workingDays",
            "escalateDays",
            "closeDays",
        }
        assert limits["workingDays"] < limits["escalateDays"] < limits["closeDays"]


def beginnings(definition: Definition) -> list[Form]:
    """The forms by which people start the procedure."""
    starts = [node for node in nodes(definition.process) if isinstance(node, StartEvent) and node.form]
    return [definition.forms[node.form] for node in starts]


@pytest.mark.parametrize(
    "procedure",
    [
        "case_disposal",
        "case_intake",
        "district_report",
        "funding_transfer",
        "matter_admission",
        "matter_withdrawal",
        "unadmitted_matter",
        "grid_inclusion",
    ],
)
def test_the_starter_s_unit_is_a_required_field_of_the_start_form(
    procedure: str, definitions: dict[str, Definition], organisation: Any
) -> None:
    definition = definitions[procedure]
    key = definition.process.properties["starterUnit"]
    (form,) = beginnings(definition)
    (field,) = (one for one in form.fields if one.key == key)
    assert field.required
    assert set(options(form, key)) <= {unit["id"] for unit in organisation["units"]}


@pytest.mark.parametrize("path", sorted(PROCESSES.glob("*/scenarios/*.yaml")), ids=lambda path: path.stem)
def test_scenarios_start_where_the_starter_serves(
    path: Path, definitions: dict[str, Definition], organisation: Any
) -> None:
    scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
    properties = definitions[scenario["process"]].process.properties
    if "by" not in scenario["start"]:
        return
    (person,) = (one for one in organisation["people"] if one["id"] == scenario["start"]["by"])
    streets = {unit["id"]: unit.get("street") for unit in organisation["units"]}
    roles = properties["starters"].split(",")
    units = [group.split("@")[1] for group in person["memberships"] if group.split("@")[0] in roles]
    allowed = {*units, *(streets[unit] for unit in units)}
    assert scenario["start"]["form"][properties["starterUnit"]] in allowed
