"""A shipped procedure is changed while its cases are under way: what that means for them, and that they go on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from engine import Actor, impact
from engine.history import verify
from engine.impact import CaseImpact
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from web.scenarios import Stage, outside, play, read

PROCESSES = Path(__file__).parents[3] / "processes"
FOLDER = PROCESSES / "case_disposal"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

Played = Callable[[int], AbstractContextManager[Engine]]


@pytest.fixture
def played(stage: Stage) -> Played:
    """The scenario of a case that is done again, up to so many steps, in the database of the stage."""

    @contextmanager
    def after(steps: int) -> Iterator[Engine]:
        scenario = read(FOLDER / "scenarios" / "rework.yaml")
        play(msgspec.structs.replace(scenario, steps=scenario.steps[:steps]), stage)
        with Engine(stage.database, outside.handlers({}), clock=ManualClock(1_772_500_000_000)) as engine:
            yield engine

    return after


def files(
    edit: Callable[[etree._Element], None] | None = None, table: tuple[bytes, bytes] | None = None
) -> dict[str, bytes]:
    """The procedure's files, its diagram edited and a part of its table replaced."""
    found = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    if edit is not None:
        root = etree.fromstring(found["case_disposal.bpmn"])
        edit(root)
        found["case_disposal.bpmn"] = etree.tostring(root)
    if table is not None:
        assert table[0] in found["case_disposal.dmn"]
        found["case_disposal.dmn"] = found["case_disposal.dmn"].replace(*table, 1)
    return found


def node(root: etree._Element, id: str) -> etree._Element:
    return next(one for one in root.iter() if one.get("id") == id)


def lead(root: etree._Element, flow: str, target: str) -> None:
    """Let a flow lead elsewhere."""
    drawn = node(root, flow)
    for told in node(root, drawn.get("targetRef")).findall(f"{BPMN}incoming"):
        if told.text == flow:
            told.getparent().remove(told)
    drawn.set("targetRef", target)


def without(*gone: str) -> Callable[[etree._Element], None]:
    """Remove elements with their shapes."""

    def edit(root: etree._Element) -> None:
        lead(root, "Flow_Dispatched_Accept", "Gateway_Accepted")
        for one in list(root.iter()):
            told = one.tag in (f"{BPMN}incoming", f"{BPMN}outgoing", f"{BPMN}flowNodeRef") and one.text in gone
            if one.get("id") in gone or one.get("bpmnElement") in gone or told:
                one.getparent().remove(one)

    return edit


def shape(root: etree._Element, id: str) -> etree._Element:
    return next(one for one in root.iter() if one.get("bpmnElement") == id)


def draw(root: etree._Element, like: str, id: str) -> None:
    """Draw an element below one of its kind."""
    copy = etree.fromstring(etree.tostring(shape(root, like)))
    copy.attrib.update({"id": f"{id}_di", "bpmnElement": id})
    for bounds in (one for one in copy.iter() if one.get("height")):
        bounds.set("y", str(float(bounds.get("y")) + 150))
    shape(root, like).addnext(copy)


def join(root: etree._Element, flow: str, source: str, target: str) -> None:
    """Draw a flow as a straight line from middle to middle."""
    edge = shape(root, flow)
    points = [one for one in edge if one.tag.endswith("waypoint")]
    for point in points[2:]:
        edge.remove(point)
    for point, end in zip(points, (source, target), strict=False):
        bounds = shape(root, end)[0]
        for side, size in (("x", "width"), ("y", "height")):
            point.set(side, str(float(bounds.get(side)) + float(bounds.get(size)) / 2))


def inserted(root: etree._Element) -> None:
    """A task between accepting a case and asking whether it was accepted, like the one before it."""
    task = etree.fromstring(etree.tostring(node(root, "Task_Accept")))
    task.set("id", "Task_Count")
    task.set("name", "清点人手")
    for told in task.findall(f"{BPMN}incoming") + task.findall(f"{BPMN}outgoing"):
        task.remove(told)
    node(root, "Task_Accept").addnext(task)
    for told in [one for one in root.iter(f"{BPMN}flowNodeRef") if one.text == "Task_Accept"]:
        etree.SubElement(told.getparent(), f"{BPMN}flowNodeRef").text = "Task_Count"
    flow = etree.fromstring(etree.tostring(node(root, "Flow_Limit_Dispatched")))
    flow.attrib.update({"id": "Flow_Count", "sourceRef": "Task_Count", "targetRef": "Gateway_Accepted"})
    node(root, "Flow_Limit_Dispatched").addnext(flow)
    draw(root, "Task_Accept", "Task_Count")
    draw(root, "Flow_Limit_Dispatched", "Flow_Count")
    join(root, "Flow_Accept_Accepted", "Task_Accept", "Task_Count")
    join(root, "Flow_Count", "Task_Count", "Gateway_Accepted")
    lead(root, "Flow_Accept_Accepted", "Task_Count")


def tried(engine: Engine, changed: dict[str, bytes]) -> CaseImpact:
    """What a change would mean for the only case."""
    target = next(one for one in engine.built(changed) if one.process.id == "case_disposal")
    (case,) = impact.assess(engine.database, "case_disposal", target, engine.clock.now()).cases
    return case


def moved(engine: Engine, changed: dict[str, bytes]) -> str:
    """Deploy the change and move the only case to it; what became of it."""
    deployed = next(one for one in engine.deploy(changed, Actor("policy")) if one.process_id == "case_disposal")
    plan = engine.plan_migration("case_disposal", deployed.hash)
    (dry,) = engine.dry_run(plan)
    (done,) = engine.migrate(plan, Actor("policy"))
    assert dry.outcome == done.outcome
    assert [str(one.difference) for one in verify(engine.database) if one.difference] == []
    return done.outcome


def complete(engine: Engine, element: str, **values: str) -> None:
    cases = [engine.case(case.id) for case in engine.instances(status="active").rows]
    rows = [row for case in cases for row in case.open_tasks if row.element == element]
    actor = Actor("li-na", frozenset(rows[0].candidate_groups), trusted=True)
    engine.complete_form(rows[0].instance_id, rows[0].token, values, actor)
    engine.run_until_idle()


def test_another_limit_would_have_set_other_dates(played: Played) -> None:
    table = (b'<text>"grid"</text>', b'<text>"network"</text>')
    with played(1) as engine:
        case = tried(engine, files(table=table))
        assert case.verdict == "differs"
        first = case.reasons[0]
        assert (first.code, first.element) == ("result", "Rule_Limit")
        assert first.details["then_rules"] != first.details["now_rules"]
        assert moved(engine, files(table=table)) == "migrated"
        complete(engine, "Task_Handle", handling="done", feedback="已劝离摊贩并清理路面。")
        assert [one.difference for one in verify(engine.database) if one.difference] == []


def test_an_inserted_task_waits_for_cases_before_it_and_not_for_those_behind(played: Played) -> None:
    with played(0) as engine:
        assert tried(engine, files(inserted)).verdict == "goes_on"
        assert moved(engine, files(inserted)) == "migrated"
        complete(engine, "Task_Accept", acceptance="accept")
        complete(engine, "Task_Count", acceptance="accept")
        complete(engine, "Task_Handle", handling="done", feedback="已劝离摊贩并清理路面。")
        assert [one.difference for one in verify(engine.database) if one.difference] == []
    with played(1) as engine:
        case = tried(engine, files(inserted))
        assert [(one.code, one.element) for one in case.reasons] == [("added_step", "Task_Count")]
        assert moved(engine, files(inserted)) == "migrated"


def test_a_removed_task_keeps_only_cases_that_stand_there(played: Played) -> None:
    gone = ("Task_Accept", "Timer_Accept", "Service_RemindAccept", "Flow_Accept_Accepted", "Flow_Accept_RemindAccept")
    changed = files(without(*gone, "Flow_RemindAccept_Reminded"))
    with played(0) as engine:
        case = tried(engine, changed)
        assert case.verdict == "stuck"
        assert ("removed", "Task_Accept") in [(one.code, one.element) for one in case.reasons]
        assert moved(engine, changed) == "refused"
    with played(1) as engine:
        case = tried(engine, changed)
        assert case.verdict == "differs"
        assert ("removed_step", "Task_Accept") in [(one.code, one.element) for one in case.reasons]
        assert moved(engine, changed) == "migrated"
        complete(engine, "Task_Handle", handling="done", feedback="已劝离摊贩并清理路面。")
