"""What two versions of a file differ in: everything that was edited, nothing else, and each value on its side."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.diagrams.comparing import Cell, Entry, FileDifference, Property, compare, compare_file

PROCEDURE = Path(__file__).parents[3] / "processes" / "case_intake"


def file(name: str, change: Callable[[str], str]) -> FileDifference:
    old = (PROCEDURE / name).read_text(encoding="utf-8")
    new = change(old)
    assert new != old, "the change found nothing to change"
    return compare_file(name, old.encode(), new.encode())


def replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return change


def entries(name: str, *pairs: tuple[str, str]) -> dict[str, Entry]:
    return {one.id: one for one in file(name, replaced(*pairs)).entries}


def test_a_renamed_element_is_all_that_differs_though_flows_and_lanes_name_it() -> None:
    found = entries("case_intake.bpmn", ('name="外部系统推送"', 'name="外部推送"'))
    assert found == {
        "Start_External": Entry(
            "changed",
            "Start_External",
            "startEvent",
            "外部推送",
            "External report",
            (Property("name", "", "外部系统推送", "外部推送"),),
        )
    }


@pytest.mark.parametrize(
    ("old", "new", "element", "expected"),
    [
        ('type="notify"', 'type="tell"', "Service_RemindRegister", Property("handler", "", "notify", "tell")),
        (
            '="PT" + ',
            '="P" + ',
            "Timer_RegisterLate",
            Property("timeDuration", "", "", ""),
        ),
        (
            'formId="case_registration"',
            'formId="other"',
            "Task_Register",
            Property("form", "", "case_registration", "other"),
        ),
        (
            'role" value="intake-clerk"',
            'role" value="clerk"',
            "Lane_Window",
            Property("role", "", "intake-clerk", "clerk"),
        ),
        (
            'correlationKey="=caseNumber"',
            'correlationKey="=number"',
            "Message_CaseUpdated",
            Property("correlationKey", "", "=caseNumber", "=number"),
        ),
        (
            '<policy:basis clause="2.1.2.b"/>',
            "",
            "case_intake",
            Property("clauses", "", "2.1.2.a, 2.1.2.b", "2.1.2.a"),
        ),
        ('target="subject"', 'target="topic"', "Service_RemindRegister", Property("input", "topic", "", "")),
        (
            'processId="case_merging"',
            'processId="merging"',
            "Call_Merging",
            Property("calledProcess", "", "case_merging", "merging"),
        ),
        (
            'decisionId="intake_rules"',
            'decisionId="window"',
            "Rule_Window",
            Property("calledDecision", "", "intake_rules", "window"),
        ),
    ],
)
def test_each_property_is_told_by_its_name(old: str, new: str, element: str, expected: Property) -> None:
    found = entries("case_intake.bpmn", (old, new))
    assert list(found) == [element]
    told = {(one.name, one.of): one for one in found[element].properties}[expected.name, expected.of]
    assert told.old != told.new
    if expected.old or expected.new:
        assert told == expected


def test_a_flow_s_condition_is_told_with_both_values() -> None:
    text = (PROCEDURE / "case_intake.bpmn").read_text(encoding="utf-8")
    condition = text.split("<bpmn:conditionExpression", 1)[1].split(">", 1)[1].split("<", 1)[0]
    (found,) = entries("case_intake.bpmn", (f">{condition}<", ">=other<")).values()
    assert found.type == "sequenceFlow"
    assert Property("conditionExpression", "", condition, "=other") in found.properties


def test_what_stands_elsewhere_is_moved_and_nothing_more() -> None:
    text = (PROCEDURE / "case_intake.bpmn").read_text(encoding="utf-8")
    bounds = text.split('bpmnElement="Task_Register"', 1)[1].split("<dc:Bounds", 1)[1].split("/>", 1)[0]
    (found,) = entries(
        "case_intake.bpmn", (f"<dc:Bounds{bounds}/>", '<dc:Bounds x="1" y="2" width="3" height="4"/>')
    ).values()
    assert (found.id, found.kind, found.moved, found.properties) == ("Task_Register", "changed", True, ())


def test_added_removed_and_renamed_by_its_id() -> None:
    found = entries(
        "case_intake.bpmn",
        ("</bpmn:process>", '<bpmn:userTask id="New" name="复核"/></bpmn:process>'),
        ('<bpmn:endEvent id="End_Told" name="已办理"', '<bpmn:endEvent id="End_Done" name="已办理"'),
        ('<bpmn:message id="Message_CaseEvent" name="case-event"/>', ""),
    )
    assert (found["New"].kind, found["New"].type) == ("added", "userTask")
    assert found["Message_CaseEvent"].kind == "removed"
    assert found["End_Done"].was == "End_Told"


def test_another_writing_of_the_same_differs_in_nothing() -> None:
    found = file("case_intake.bpmn", lambda text: text.replace("/>", " />").replace("  ", "\t"))
    assert (found.kind, found.entries) == ("changed", ())


def test_cells_columns_and_rules_of_a_table() -> None:
    text = (PROCEDURE / "case_intake.dmn").read_text(encoding="utf-8")
    second = text[text.index('<rule id="intake_window_rule2">') : text.index('<rule id="intake_window_rule3">')]
    found = file(
        "case_intake.dmn",
        lambda text: replaced(
            ("<text>2</text>", "<text>3</text>"),
            ('label="登记时限（小时）"', 'label="时限"'),
            (second, ""),
            ('<rule id="intake_window_rule4">', second.replace("rule2", "ruleN") + '<rule id="intake_window_rule4">'),
            ('hitPolicy="UNIQUE"', 'hitPolicy="FIRST"'),
        )(text),
    )
    (table,) = found.tables
    assert [(row.kind, row.numbers) for row in table.rows[:4]] == [
        ("changed", (1, 1)),
        ("removed", (2, 0)),
        (None, (3, 2)),
        ("added", (0, 3)),
    ]
    assert table.rows[0].cells[3] == Cell("2", "3")
    assert table.columns[3].label == ("登记时限（小时）", "时限")
    assert found.entries[0].properties == (Property("hitPolicy", "", "UNIQUE", "FIRST"),)


def test_a_rule_at_another_place_is_moved() -> None:
    text = (PROCEDURE / "case_intake.dmn").read_text(encoding="utf-8")
    rule = text[text.index('<rule id="intake_window_rule1">') : text.index('<rule id="intake_window_rule2">')]
    found = file(
        "case_intake.dmn",
        replaced((rule, ""), ('<rule id="intake_window_rule4">', rule + '<rule id="intake_window_rule4">')),
    )
    assert [(row.numbers, row.moved) for row in found.tables[0].rows if row.kind or row.moved] == [((1, 3), True)]


def form(change: Callable[[dict[str, Any]], object]) -> FileDifference:
    def changed(text: str) -> str:
        read = json.loads(text)
        change(read)
        return json.dumps(read)

    return file("case_registration.form.json", changed)


def test_components_their_properties_their_choices_and_their_order() -> None:
    def change(read: dict[str, Any]) -> None:
        group = read["components"][0]["components"]
        group[0]["values"].pop()
        group.append(group.pop(0))
        group.insert(0, {"type": "number", "id": "New", "label": "人数"})

    found = form(change)
    by_id = {one.id: one for one in found.entries}
    assert by_id["New"].kind == "added"
    channel = by_id["Field_channel"]
    assert channel.moved
    assert channel.properties == (Property("option", "public", "社会来源或视频监控", ""),)
    assert set(by_id) == {"New", "Field_channel"}
    assert [(part.id, part.depth) for part in found.parts[:2]] == [("Group_Problem", 0), ("New", 1)]


def test_whole_files_come_and_go_and_unreadable_ones_are_compared_by_lines() -> None:
    body = (PROCEDURE / "case_intake.bpmn").read_bytes()
    found = compare({"a.bpmn": body, "same.dmn": b"x"}, {"b.bpmn": body, "same.dmn": b"x"})
    assert [(one.file, one.kind) for one in found] == [("a.bpmn", "removed"), ("b.bpmn", "added")]
    assert {one.kind for one in found[1].entries} == {"added"}
    (broken,) = compare({"a.bpmn": b"<a>\n1\n</a"}, {"a.bpmn": b"<a>\n2\n</a"})
    assert [(line.kind, line.text) for line in broken.lines] == [
        (None, "<a>"),
        ("removed", "1"),
        ("added", "2"),
        (None, "</a"),
    ]


def test_a_scenario_is_compared_by_lines() -> None:
    (found,) = compare({"scenarios/a.yaml": b"a: 1\nb: 2\n"}, {"scenarios/a.yaml": b"a: 1\nb: 3\n"})
    assert (found.content, [line.kind for line in found.lines]) == ("text", [None, "removed", "added"])


def test_lines_that_stand_there_again_and_again_are_compared() -> None:
    old, new = b"- a\n" * 4000, b"- a\n- b\n" * 2000
    (found,) = compare({"scenarios/a.yaml": old}, {"scenarios/a.yaml": new})
    assert [line.text for line in found.lines if line.kind == "added"].count("- b") == 2000
