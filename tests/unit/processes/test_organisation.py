"""The shipped organisation and tables fit together."""

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

CLASSES = ("grid", "governance", "neither")
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


def of_kind(organisation: Any, *kinds: str) -> list[str]:
    return [unit["id"] for unit in organisation["units"] if unit["kind"] in kinds]


def test_units_that_tables_name_exist(definitions: dict[str, Definition], organisation: Any) -> None:
    units, kinds = ids(organisation["units"]), options(definitions["case_intake"].forms["problem_report"], "kind")
    coordination, escalation = definitions["case_coordination"], definitions["tiered_escalation"]
    assert len(kinds) > 10
    for street, kind, case_class in product(of_kind(organisation, "street"), kinds, CLASSES):
        case = {"street": street, "kind": kind, "caseClass": case_class}
        proposal = coordination.decisions["coordination_proposal"].decide(case, NOW).result
        assert proposal["entity"] in units
        assert proposal["department"] in {None, *of_kind(organisation, "department")}
        assert {
            "agency": proposal["entity"],
            "upper": proposal["department"],
            "meeting": proposal["meetingReason"],
        }.get(proposal["route"], "nobody")
    for level, case_class in product(("district", "city"), CLASSES):
        case = {"level": level, "caseClass": case_class, "department": "water"}
        found = escalation.decisions["escalation_levels"].decide(case, NOW).result
        assert {found["unit"], found["handledBy"]} <= set(units)


@pytest.mark.parametrize(
    ("case", "route"),
    [
        ({"kind": "litter", "caseClass": "grid"}, "agency"),
        ({"kind": "river", "caseClass": "grid"}, "upper"),
        ({"kind": "noise", "caseClass": "grid"}, "meeting"),
        ({"kind": "group-renting", "caseClass": "governance"}, "operation"),
        ({"kind": "other", "caseClass": "neither"}, "agency"),
        ({"kind": "other", "caseClass": "grid"}, "meeting"),
        ({"kind": "litter", "caseClass": "grid", "returns": 2}, "meeting"),
    ],
)
def test_the_duty_list_proposes_a_way(definitions: dict[str, Definition], case: dict[str, Any], route: str) -> None:
    table = definitions["case_coordination"].decisions["coordination_proposal"]
    assert table.decide({"street": "gumei", **case}, NOW).result["route"] == route


@pytest.mark.parametrize(
    ("case", "step"),
    [
        ({"disposals": [{"outcome": "closed"}, {"outcome": "closed"}]}, "solved"),
        ({"disposals": [{"outcome": "closed"}, {"outcome": "returned"}]}, "again"),
        ({"disposals": [{"outcome": "returned"}, {"outcome": "unresolved"}]}, "report"),
        ({"attempt": "closed", "disposals": None}, "solved"),
        ({"attempt": "not-agreed", "disposals": None}, "report"),
    ],
)
def test_what_follows_a_case_s_handling(definitions: dict[str, Definition], case: dict[str, Any], step: str) -> None:
    assert definitions["case_coordination"].decisions["next_step"].decide(case, NOW).result == step


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
    for street, kind in product(of_kind(organisation, "street"), options(report, "kind")):
        case = {"street": street, "kind": kind, "inStreet": True, "inOtherProcedure": False}
        result = intake.decisions["case_class"].decide(case, NOW).result
        assert result["accepted"]
        assert result["centre"] in units
    for channel in options(report, "channel"):
        window = intake.decisions["intake_rules"].decide({"street": "gumei", "channel": channel}, NOW).result
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
    table = definitions["case_disposal"].decisions["case_limits"]
    stages = (None, "rework", "extended", "suspended")
    for stage, urgency, case_class in product(stages, ("normal", "urgent", None), CLASSES):
        asked = {"extensionDays": 3, "suspendedUntil": "2026-03-20"}
        case = {"stage": stage, "urgency": urgency, "caseClass": case_class, **asked}
        limit = table.decide(case, NOW).result
        begin = "2026-03-20" if stage == "suspended" else "2026-03-02"
        assert begin <= limit["warnAt"] < limit["dueAt"] < limit["escalateAt"]
        assert min(limit["acceptBy"], limit["decideBy"]) > "2026-03-02T09:00:00+08:00"
        assert limit["dueText"] == limit["dueAt"][:16].replace("T", " ")


def test_every_dispatch_has_supervision_rules(definitions: dict[str, Definition], organisation: Any) -> None:
    table = definitions["supervision"].decisions["supervision_rules"]
    streets = of_kind(organisation, "street")
    for urgency, case_class, street in product(("normal", "urgent", None), CLASSES, streets):
        rules = table.decide({"urgency": urgency, "caseClass": case_class, "street": street}, NOW).result
        assert all(rules.pop(name) for name in ("issuer", "issuerCode"))
        assert len(rules) == 4
        assert all(number > 0 for number in rules.values())


def test_every_street_has_a_letterhead(definitions: dict[str, Definition], organisation: Any) -> None:
    letterhead = definitions["district_report"].decisions["letterhead"]
    for street in of_kind(organisation, "street"):
        assert letterhead.decide({"street": street}, NOW).result["issuerCode"]


def test_whatever_is_chosen_somebody_is_there_to_do_it(organisation: Any) -> None:
    streets, departments = of_kind(organisation, "street"), of_kind(organisation, "department")
    centres = of_kind(organisation, "grid_centre", "governance_centre")
    needed = {f"case-handler@{unit}" for unit in (*of_kind(organisation, "agency"), *departments, *streets)}
    needed |= {f"matter-officer@{unit}" for unit in departments}
    for centre in (*centres, *streets):
        needed |= {f"{role}@{centre}" for role in ("dispatcher", "verifier", "centre-chief")}
    for street in streets:
        needed |= {f"{role}@{street}" for role in ("street-officer", "report-writer", "street-head")}
    needed |= {f"intake-clerk@{centre}" for centre in centres}
    upper = ("district-grid", "district-governance", "city-grid", "city-governance")
    needed |= {f"escalation-officer@{unit}" for unit in upper}
    assert len(needed) > 100
    assert needed - {group for one in organisation["people"] for group in one["memberships"]} == set()


def user_tasks(definitions: dict[str, Definition]) -> list[UserTask]:
    return [node for one in definitions.values() for node in nodes(one.process) if isinstance(node, UserTask)]


def test_every_task_has_a_due_date(definitions: dict[str, Definition]) -> None:
    found = user_tasks(definitions)
    assert len(found) > 10
    assert [task.id for task in found if task.due_date is None] == []


def test_coordination_has_limits_and_recurrence_a_measure(definitions: dict[str, Definition]) -> None:
    table = definitions["case_coordination"].decisions["coordination_proposal"]
    measure = definitions["neither_recurrence"].decisions["recurrence_rule"].decide({"kind": "other"}, NOW).result
    assert measure["months"] > 0
    assert measure["times"] > 1
    for case_class in (*CLASSES, None):
        limits = table.decide({"street": "gumei", "kind": "other", "caseClass": case_class}, NOW).result
        assert all(limits[name] > 0 for name in ("dispatchDays", "resumeDays", "closeDays"))


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
