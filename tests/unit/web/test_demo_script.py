"""The demo's script fits the procedures: every task has somebody who does it, and every word of it means something."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

from engine.diagrams import feel
from engine.diagrams.timers import SHANGHAI
from web.demo import SCRIPT, office, photos, script
from web.demo.drawing import Drawing
from web.demo.script import District, Form
from web.organisation import read as read_organisation

ROOT = Path(__file__).parents[3]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
MONDAY = 1_767_578_400_000
"""2026-01-05 10:00 in Shanghai."""
HOUR = 3_600_000


def tasks() -> Iterator[tuple[str, str]]:
    """Every user task of every procedure, with the process that holds it."""
    for path in sorted((ROOT / "processes").glob("*/*.bpmn")):
        for process in ET.parse(path).getroot().iter(f"{BPMN}process"):
            yield from ((process.get("id", ""), task.get("id", "")) for task in process.iter(f"{BPMN}userTask"))


def forms(district: District) -> Iterator[tuple[str, Form]]:
    for name, procedure in district.procedures.items():
        for key, arrival in procedure.arrivals.items():
            yield f"{name}: {key}", arrival.form
            yield f"{name}: {key}", arrival.draw
            for behaviour in arrival.tasks.values():
                yield from ((f"{name}: {key}", answer.form) for answer in behaviour.answers)
        for element, behaviour in procedure.tasks.items():
            yield from ((f"{name}: {element}", answer.form) for answer in behaviour.answers)


def expressions(value: object) -> Iterator[str]:
    match value:
        case str() if value.startswith("="):
            yield value[1:]
        case dict():
            for inner in value.values():
                yield from expressions(inner)
        case list():
            for inner in value:
                yield from expressions(inner)


def test_every_user_task_of_every_procedure_is_done_by_somebody_or_left_on_purpose() -> None:
    district = script.read(SCRIPT)
    known = {
        (name, element)
        for name, procedure in district.procedures.items()
        for element in (*procedure.tasks, *procedure.left)
    }
    assert known == set(tasks())


def test_stories_speak_of_tasks_that_exist() -> None:
    elements = {element for _, element in tasks()}
    for procedure in script.read(SCRIPT).procedures.values():
        for arrival in procedure.arrivals.values():
            assert {*arrival.tasks, *arrival.leave} <= elements


def test_every_expression_can_be_read_and_names_what_there_is() -> None:
    for place, form in forms(script.read(SCRIPT)):
        for expression in expressions(form):
            assert feel.check(expression) is None, place


def test_there_are_forty_kinds_of_problem_in_four_streets_by_four_channels() -> None:
    catalogue = script.read(SCRIPT).catalogue
    assert len({one["title"] for one in catalogue["problems"]}) >= 40
    for street in ("jiangchuan", "gumei", "xinhong", "pujin"):
        held = {one["at"] for one in catalogue["places"] if one["street"] == street}
        assert held >= {one["at"] for one in catalogue["problems"]}
        channels = {one["channel"] for one in catalogue["reporters"] if one["street"] == street}
        assert channels == {"grid-inspector", "governance-worker", "resident", "public"}


def test_whoever_reports_belongs_to_the_street() -> None:
    organisation = read_organisation(ROOT / "processes/organisation.yaml")
    streets = {unit.id: unit.street or unit.id for unit in organisation.units}
    people = {one.id: {streets[held.group.partition("@")[2]] for held in one.held} for one in organisation.people}
    for one in script.read(SCRIPT).catalogue["reporters"]:
        assert one["street"] in people[one["person"]]


def test_about_three_hundred_cases_come_in() -> None:
    arrivals = [one for each in script.read(SCRIPT).procedures.values() for one in each.arrivals.values()]
    assert 270 <= sum(wave.count for arrival in arrivals for wave in arrival.waves) <= 330


def test_office_hours_skip_nights_weekends_and_the_spring_festival() -> None:
    friday_evening = MONDAY + (4 * 24 + 7) * HOUR
    assert office.later(friday_evening, 1) == MONDAY + (7 * 24 - 1) * HOUR
    assert office.before(office.later(MONDAY, 100), 100) == MONDAY
    make_up = round(
        datetime(2026, 2, 14, 16, 30, tzinfo=SHANGHAI).timestamp() * 1000
    )  # a Saturday on which offices work
    assert office.local(office.later(make_up, 0.5)).isoformat() == "2026-02-14T17:00:00+08:00"
    assert office.local(office.later(make_up, 2)).isoformat() == "2026-02-24T09:30:00+08:00"


def test_a_list_stands_for_one_of_its_items_and_draws_see_those_before_them() -> None:
    drawing = Drawing({"roads": [{"name": "东川路", "weight": 1}, {"name": "江川路", "weight": 0}]}, "2026-01-05")
    written = {"road": {"one": "=roads"}, "title": '=road.name + "积水"', "kept": {"list": ["a", "b"]}, "one": ["x"]}
    drawn = drawing.in_turn(written, Random(1), MONDAY, {})
    assert drawn is not None
    assert (drawn["title"], drawn["kept"], drawn["one"]) == ("东川路积水", ["a", "b"], "x")
    assert drawing.in_turn({"nothing": {"one": "=others"}}, Random(1), MONDAY, {"others": []}) is None


def test_a_photo_is_a_picture_that_stays_the_same() -> None:
    assert photos.png("处置后.png", 1).startswith(b"\x89PNG\r\n\x1a\n")
    assert photos.png("处置后.png", 1) == photos.png("处置后.png", 1) != photos.png("处置后.png", 2)
