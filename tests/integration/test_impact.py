"""A version that is not deployed yet is tried on every live case, from its journal and without writing anything."""

import itertools
from typing import Any

import pytest
from sqlalchemy import func, select

from engine import Actor, impact
from engine.impact import CaseImpact, Impact, reason_sentence
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.store.database import reading
from engine.store.tables import journal
from tests.integration.conftest import MakeEngine
from tests.process_files import END, GROUP, START, file, flow, message, process, service_task, timer, user_task

OPERATOR = Actor("operator")
CLERK = Actor("li", frozenset({GROUP}))
HOUR = 3_600_000


def deploy(engine: Engine, *parts: str) -> None:
    engine.deploy({"p.bpmn": _file(parts)}, OPERATOR)


def tried(engine: Engine, *parts: str, **more: Any) -> Impact:
    """What the version made of `parts` would mean; it is not deployed, and nothing is written."""
    before = _rows(engine)
    (target,) = engine.built({"p.bpmn": _file(parts)})
    found = impact.assess(engine.database, "p", target, engine.clock.now(), **more)
    assert _rows(engine) == before
    for case in found.cases:
        for reason in case.reasons:
            for language in ("zh", "en"):
                said = reason_sentence(reason, language)  # type: ignore[arg-type]
                assert said
                assert "{" not in said
    return found


def _file(parts: tuple[str, ...]) -> bytes:
    roots = [part for part in parts if part.startswith("<bpmn:message ")]
    return file(process(*(part for part in parts if part not in roots)), roots=roots)


def _rows(engine: Engine) -> int:
    with reading(engine.database) as connection:
        return connection.scalar(select(func.count()).select_from(journal)) or 0


def line(*steps: str) -> list[str]:
    """Start, these steps, end."""
    ids = ["start", *(step.split('id="', 1)[1].split('"', 1)[0] for step in steps), "end"]
    return [START, *steps, END, *(flow(a, b) for a, b in itertools.pairwise(ids))]


def one(found: Impact) -> CaseImpact:
    (case,) = found.cases
    return case


def codes(found: Impact) -> list[tuple[str, str]]:
    return [(reason.code, reason.element) for reason in one(found).reasons]


def do(engine: Engine, id: str, element: str, **values: Any) -> None:
    token = next(task.token for task in engine.open_tasks(id) if task.element == element)
    engine.complete(id, token, values, CLERK)


def decides(limit: int, *more: str) -> list[str]:
    """Fill, then large or small by an amount."""
    gateway = '<bpmn:exclusiveGateway id="size" name="How large" default="size-small"/>'
    parts = [START, user_task("fill"), gateway, user_task("large"), user_task("small"), END, *more]
    parts += [flow("start", "fill"), flow("fill", "size"), flow("size", "large", f"=amount &gt; {limit}")]
    return [*parts, flow("size", "small"), flow("large", "end"), flow("small", "end")]


def test_the_same_history_goes_on(engine: Engine) -> None:
    deploy(engine, *decides(100))
    id = engine.start("p", {}, CLERK)
    do(engine, id, "fill", amount=120)
    found = tried(engine, *decides(110))
    assert (one(found).verdict, one(found).reasons, one(found).stands) == ("goes_on", (), ("large",))
    assert found.summary == {"goes_on": 1, "needs_mapping": 0, "differs": 0, "stuck": 0}


def test_another_threshold_decides_otherwise_and_says_what_from(engine: Engine) -> None:
    deploy(engine, *decides(100))
    id = engine.start("p", {}, CLERK)
    do(engine, id, "fill", amount=120)
    case = one(tried(engine, *decides(150)))
    assert case.verdict == "differs"
    (reason,) = case.reasons
    assert (reason.code, reason.element, reason.seq, reason.inputs) == ("flow", "size", 2, {"amount": 120})
    assert (reason.then.zh, reason.now.zh) == ("“large name”", "“small name”")
    english = (
        "At “How large” the case went to “large in English”; the new version would go to “small in English”, "
        "with amount = 120."
    )
    assert reason_sentence(reason, "en") == english
    assert (
        reason_sentence(reason, "zh")
        == "在“How large”，本案走向“large name”；按新版本会走向“small name”（amount = 120）。"
    )
    assert case.stands == ("small",)


def test_a_renamed_element_under_way_needs_a_mapping(engine: Engine) -> None:
    deploy(engine, *line(user_task("a"), user_task("b")))
    engine.start("p", {}, CLERK)
    new = line(user_task("x").replace("x name", "a name"), user_task("b"))
    case = one(tried(engine, *new))
    assert case.verdict == "needs_mapping"
    assert [(match.old, match.new, match.confidence) for match in case.mapping] == [("a", "x", 0.9)]
    assert [(reason.code, reason.element) for reason in case.reasons] == [("mapping", "a")]
    assert one(tried(engine, *new, elements={"a": "x"})).verdict == "goes_on"


def test_an_element_under_way_that_is_gone_is_stuck(engine: Engine) -> None:
    deploy(engine, *line(user_task("a"), service_task("b", "x")))
    engine.start("p", {}, CLERK)
    case = one(tried(engine, *line(service_task("b", "x"))))
    assert case.verdict == "stuck"
    assert ("removed", "a") in [(reason.code, reason.element) for reason in case.reasons]


def test_a_step_that_was_done_and_is_gone(engine: Engine) -> None:
    deploy(engine, *line(user_task("a"), user_task("b"), user_task("c")))
    id = engine.start("p", {}, CLERK)
    do(engine, id, "a")
    do(engine, id, "b", amount=7)
    found = tried(engine, *line(user_task("a"), user_task("c")))
    assert one(found).verdict == "differs"
    assert codes(found) == [("removed_step", "b")]
    assert one(found).stands == ("c",)


def test_what_was_said_at_a_removed_step_still_decides(engine: Engine) -> None:
    deploy(engine, *decides(100))
    id = engine.start("p", {}, CLERK)
    do(engine, id, "fill", amount=120)
    without = [part for part in decides(100) if '"fill"' not in part and "fill-" not in part and "-fill" not in part]
    found = tried(engine, *without, flow("start", "size"))
    assert ("removed_step", "fill") in codes(found)


def test_a_new_step_before_the_point_where_the_case_stands(engine: Engine) -> None:
    deploy(engine, *decides(100))
    ids = [engine.start("p", {}, CLERK) for _ in range(2)]
    do(engine, ids[1], "fill", amount=20)
    new = [part for part in decides(100) if 'id="start-fill"' not in part]
    found = tried(engine, *new, user_task("sign"), flow("start", "sign"), flow("sign", "fill"))
    assert [case.verdict for case in found.cases] == ["differs", "differs"]
    assert [[(one.code, one.element) for one in case.reasons] for case in found.cases] == [[("added_step", "sign")]] * 2
    later = [part for part in decides(100) if 'id="small-end"' not in part]
    found = tried(engine, *later, user_task("sign"), flow("small", "sign"), flow("sign", "end"))
    assert [case.verdict for case in found.cases] == ["goes_on", "goes_on"]


def test_another_deadline_would_have_been_missed_or_kept(engine: Engine, clock: ManualClock) -> None:
    def deadline(time: str) -> list[str]:
        event = f'<bpmn:boundaryEvent id="late" name="late" attachedToRef="a">{timer(time)}</bpmn:boundaryEvent>'
        parts = line(user_task("a"), user_task("b"))
        return [*parts, event, user_task("urge"), flow("late", "urge"), flow("urge", "end")]

    deploy(engine, *deadline("PT4H"))
    kept, missed = (engine.start("p", {}, CLERK) for _ in range(2))
    clock.advance(3 * HOUR)
    do(engine, kept, "a")
    clock.advance(2 * HOUR)
    engine.run_until_idle()
    assert [task.element for task in engine.open_tasks(missed)] == ["urge"]
    sooner = {case.instance_id: case for case in tried(engine, *deadline("PT2H")).cases}
    assert [reason.code for reason in sooner[kept].reasons] == ["timer_sooner"]
    assert sooner[missed].verdict == "goes_on" or [reason.code for reason in sooner[missed].reasons] == ["timer_sooner"]
    later = {case.instance_id: case for case in tried(engine, *deadline("PT9H")).cases}
    assert later[kept].verdict == "goes_on"
    assert [reason.code for reason in later[missed].reasons] == ["timer_later"]


def test_another_table_decides_otherwise(engine: Engine) -> None:
    def table(limit: int) -> bytes:
        rules = "".join(
            f'<rule id="{id}"><inputEntry id="i{id}"><text>{test}</text></inputEntry>'
            f'<outputEntry id="o{id}"><text>"{grade}"</text></outputEntry></rule>'
            for id, test, grade in (("high", f"&gt;= {limit}", "A"), ("low", f"&lt; {limit}", "B"))
        )
        return (
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
            '<decision id="grade" name="Grade"><decisionTable id="t"><input id="in">'
            '<inputExpression id="ie" typeRef="number"><text>points</text></inputExpression></input>'
            f'<output id="out" name="grade" typeRef="string"/>{rules}</decisionTable></decision></definitions>'
        ).encode()

    rule = (
        '<bpmn:businessRuleTask id="rate" name="rate"><bpmn:extensionElements><zeebe:calledDecision decisionId="grade"'
        ' resultVariable="grade"/></bpmn:extensionElements></bpmn:businessRuleTask>'
    )
    data = _file(tuple(line(rule, user_task("b"))))
    engine.deploy({"p.bpmn": data, "grade.dmn": table(80)}, OPERATOR)
    engine.start("p", {"points": 85}, CLERK)
    (target,) = engine.built({"p.bpmn": data, "grade.dmn": table(90)})
    case = one(impact.assess(engine.database, "p", target, engine.clock.now()))
    assert case.verdict == "differs"
    (reason,) = case.reasons
    assert (reason.code, reason.then.zh, reason.now.zh, reason.inputs) == ("result", '"A"', '"B"', {"points": 85})
    assert reason.details == {"then_rules": "high", "now_rules": "low"}


def test_a_new_expression_that_fails_on_the_data_is_stuck(engine: Engine) -> None:
    deploy(engine, *decides(100))
    id = engine.start("p", {}, CLERK)
    do(engine, id, "fill", amount=120)
    broken = [part.replace("=amount &gt; 100", "=sum &gt; 100") for part in decides(100)]
    case = one(tried(engine, *broken))
    assert case.verdict == "stuck"
    assert ("incident", "size") in [(reason.code, reason.element) for reason in case.reasons]


def test_a_join_that_the_case_could_never_fill(engine: Engine) -> None:
    def fork(*branches: str) -> list[str]:
        parts = [START, END, '<bpmn:parallelGateway id="fork"/>', '<bpmn:parallelGateway id="join"/>']
        parts += [flow("start", "fork"), flow("join", "end")]
        for branch in branches:
            parts += [user_task(branch), flow("fork", branch), flow(branch, "join")]
        return parts

    deploy(engine, *fork("a", "b"))
    engine.start("p", {}, CLERK)
    case = one(tried(engine, *fork("a", "b", "c")))
    assert case.verdict == "stuck"
    assert ("join_never_completes", "join") in [(reason.code, reason.element) for reason in case.reasons]


def test_a_message_that_the_new_version_would_not_have_heard(engine: Engine) -> None:
    heard = '<bpmn:intermediateCatchEvent id="wait" name="wait"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>'
    deploy(engine, message("m", "reply", "number"), *line(heard, user_task("b")))
    engine.start("p", {"number": "1"}, CLERK)
    engine.publish("reply", "1")
    engine.run_until_idle()
    found = tried(engine, message("m", "answer", "number"), *line(heard, user_task("b")))
    assert codes(found) == [("message", "wait")]


class Once:
    """A handler that says a number, once."""

    name, retries = "count", 1

    def __init__(self) -> None:
        self.calls = 0

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        self.calls += 1
        return {"amount": 120}


def test_no_handler_is_called_its_outputs_come_from_the_journal(make_engine: MakeEngine) -> None:
    handler = Once()
    engine = make_engine(handler)

    def counts(limit: int) -> list[str]:
        parts = [part for part in decides(limit) if 'id="fill"' not in part]
        return [*parts, service_task("fill", "count")]

    deploy(engine, *counts(100))
    engine.start("p", {}, CLERK)
    engine.run_until_idle()
    assert codes(tried(engine, *counts(150))) == [("flow", "size")]
    assert handler.calls == 1


def test_progress_is_told_and_it_can_be_stopped(engine: Engine) -> None:
    deploy(engine, *line(user_task("a")))
    for _ in range(5):
        engine.start("p", {}, CLERK)
    seen: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> bool:
        seen.append((done, of))
        return done < 3

    found = tried(engine, *line(user_task("a"), user_task("b")), progress=stop)
    assert seen == [(1, 5), (2, 5), (3, 5)]
    assert (len(found.cases), found.complete) == (3, False)


def test_a_case_that_went_on_by_another_version_before(engine: Engine) -> None:
    deploy(engine, *decides(100))
    id = engine.start("p", {}, CLERK)
    (second,) = engine.deploy({"p.bpmn": _file(tuple(decides(130)))}, OPERATOR)
    engine.migrate(engine.plan_migration("p", second.hash), OPERATOR)
    do(engine, id, "fill", amount=120)
    assert one(tried(engine, *decides(140))).verdict == "goes_on"
    assert codes(tried(engine, *decides(100, "<!-- -->"))) == [("flow", "size")]


@pytest.mark.parametrize("person", ["li", "wang"])
def test_who_did_it_may_not_by_the_new_version(engine: Engine, person: str) -> None:
    def eyes(*, four: bool) -> list[str]:
        check = user_task("check")
        if four:
            check = check.replace(
                '<zeebe:property name="name:en"',
                '<zeebe:property name="excludedUsers" value="=by"/><zeebe:property name="name:en"',
            )
        return line(user_task("fill"), check, user_task("b"))

    deploy(engine, *eyes(four=False))
    id = engine.start("p", {"by": "li"}, CLERK)
    do(engine, id, "fill")
    token = engine.open_tasks(id)[0].token
    engine.complete(id, token, {}, Actor(person, frozenset({GROUP})))
    found = tried(engine, *eyes(four=True))
    assert (one(found).verdict == "differs") == (person == "li")
    if person == "li":
        assert codes(found)[0] == ("not_allowed", "check")


def calls_helper(step: str, name: str) -> dict[str, bytes]:
    """A process that calls another with one task."""
    call = (
        '<bpmn:callActivity id="call" name="call"><bpmn:extensionElements><zeebe:calledElement processId="helper"/>'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    helper = line(user_task(step).replace(f"{step} name", name), user_task("after"))
    return {"p.bpmn": file(process(*line(call))), "helper.bpmn": file(process(*helper, id="helper"))}


def test_a_renamed_element_of_a_called_process_is_suggested_and_mapped(engine: Engine) -> None:
    engine.deploy(calls_helper("a", "same name"), OPERATOR)
    id = engine.start("p", {}, CLERK)
    files = calls_helper("x", "same name")
    target = next(built for built in engine.built(files) if built.process.id == "p")
    case = one(impact.assess(engine.database, "p", target, engine.clock.now()))
    assert case.verdict == "needs_mapping"
    assert [(found.key, found.new) for found in case.mapping] == [("helper:a", "x")]
    assert [(reason.code, reason.process, reason.element) for reason in case.reasons] == [("mapping", "helper", "a")]
    mapped = impact.assess(engine.database, "p", target, engine.clock.now(), elements={"helper:a": "x"})
    assert one(mapped).verdict == "goes_on"
    deployed = next(found for found in engine.deploy(files, OPERATOR) if found.process_id == "p")
    plan = engine.plan_migration("p", deployed.hash)
    assert plan.elements == {"helper:a": "x"}
    assert [found.outcome for found in engine.migrate(plan, OPERATOR)] == ["migrated"]
    do(engine, id, "x")
    do(engine, id, "after")
    assert engine.case(id).instance.status == "completed"
