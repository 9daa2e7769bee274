"""What keeps a case from going on by another version: said with place and reason, and nothing is changed."""

import itertools

import pytest
from faithful import faithful
from instance_driver import Case
from versions import chain, refused, version

from engine.diagrams import deployment
from engine.errors import CommandRejected
from engine.execution import commands as c
from engine.execution import compile
from engine.execution.migration.sentences import SENTENCES
from tests import process_files as files
from tests.process_files import END, START, flow, user_task

MANY = (
    '<bpmn:userTask id="vote" name="vote"><bpmn:extensionElements><zeebe:userTask/>'
    '<zeebe:assignmentDefinition candidateGroups="g@u"/></bpmn:extensionElements>'
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}"><bpmn:extensionElements>'
    '<zeebe:loopCharacteristics inputCollection="=people" inputElement="person"/></bpmn:extensionElements>'
    "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
)


def subprocess(*parts: str, id: str = "sub", attributes: str = "", tag: str = "subProcess") -> str:
    return f'<bpmn:{tag} id="{id}" name="{id} name" {attributes}>{"".join(parts)}</bpmn:{tag}>'


def inner(*steps: str, ends: tuple[str, str] = ("in", "out")) -> str:
    ids = [ends[0], *(step.split('id="', 1)[1].split('"', 1)[0] for step in steps), ends[1]]
    flows = "".join(flow(a, b) for a, b in itertools.pairwise(ids))
    return f'<bpmn:startEvent id="{ends[0]}"/>{"".join(steps)}<bpmn:endEvent id="{ends[1]}"/>{flows}'


def test_an_active_element_that_is_gone() -> None:
    case = Case(chain(user_task("a"), user_task("b")))
    assert refused(case, chain(user_task("b"))) == [("removed", "a")]


def test_an_active_element_of_another_kind() -> None:
    case = Case(chain(user_task("a")))
    assert refused(case, chain('<bpmn:task id="a" name="a name"/>')) == [("other_kind", "a")]
    assert refused(case, chain(files.service_task("b", "x")), {"a": "b"}) == [("other_kind", "a")]


def test_several_instances_whose_number_is_decided_otherwise() -> None:
    case = Case(chain(MANY.format(sequential="false")), {"people": ["li", "wang"]})
    assert refused(case, chain(MANY.format(sequential="true"))) == [("loop_changed", "vote")]
    assert refused(case, chain(user_task("vote"))) == [("loop_changed", "vote")]
    assert refused(Case(chain(user_task("vote"))), chain(MANY.format(sequential="true"))) == [("loop_changed", "vote")]


def test_an_element_that_moved_into_a_subprocess() -> None:
    case = Case(chain(user_task("a")))
    assert refused(case, chain(subprocess(inner(user_task("a"))))) == [("moved_scope", "a")]
    case = Case(chain(subprocess(inner(user_task("a")))))
    assert refused(case, chain(user_task("a"))) == [("removed", "sub")]


def test_a_subprocess_that_moved_into_another_scope() -> None:
    case = Case(chain(subprocess(inner(user_task("a")))))
    around = '<bpmn:subProcess id="around"><bpmn:startEvent id="s2"/><bpmn:endEvent id="e2"/>{}{}{}</bpmn:subProcess>'
    moved = around.format(subprocess(inner(user_task("a"))), flow("s2", "sub"), flow("sub", "e2"))
    assert refused(case, chain(moved)) == [("moved_scope", "sub")]


def test_a_call_of_another_process() -> None:
    called = [files.process(inner(user_task(f"in_{id}"), ends=(f"s_{id}", f"e_{id}")), id=id) for id in ("q", "r")]

    def calls(id: str) -> str:
        return (
            f'<bpmn:callActivity id="call" name="call"><bpmn:extensionElements><zeebe:calledElement processId="{id}"/>'
            "</bpmn:extensionElements></bpmn:callActivity>"
        )

    one, other = (
        version(START, calls(id), END, flow("start", "call"), flow("call", "end"), more="".join(called))
        for id in ("q", "r")
    )
    assert refused(Case(one), other) == [("call_changed", "call")]


def fork(*branches: str, waits: bool = True) -> list[str]:
    parts = [START, END, '<bpmn:parallelGateway id="fork"/>', '<bpmn:parallelGateway id="join" name="all"/>']
    parts += [flow("start", "fork"), flow("join", "end")]
    for branch in branches:
        parts += [user_task(branch), flow("fork", branch), flow(branch, "join")]
    return parts


def test_a_join_that_has_tokens_and_other_flows() -> None:
    case = Case(version(*fork("a", "b")))
    case.complete("a")
    between = [part for part in fork("a", "b") if part != flow("a", "join")]
    between += [user_task("c"), flow("a", "c"), flow("c", "join")]
    assert refused(case, version(*between)) == [("join_changed", "join")]


def test_a_join_that_could_never_be_filled() -> None:
    case = Case(version(*fork("a", "b")))
    assert refused(case, version(*fork("a", "b", "c"))) == [("join_never_completes", "join")]


def test_an_inserted_step_in_a_branch_does_not_keep_it() -> None:
    case = Case(version(*fork("a", "b")))
    between = [part for part in fork("a", "b") if part != flow("a", "join")]
    case.migrate(version(*between, user_task("c"), flow("a", "c"), flow("c", "join")))
    for task in ("a", "b", "c"):
        case.complete(task)
    assert case.outcome == "completed"
    faithful(case)


def race(*arms: tuple[str, str]) -> list[str]:
    parts = [START, END, '<bpmn:eventBasedGateway id="first" name="first"/>', flow("start", "first")]
    for id, duration in arms:
        parts += [files.catching(id, files.timer(duration)), flow("first", id), flow(id, "end")]
    return parts


@pytest.mark.parametrize("arms", [[("x", "PT1H")], [("x", "PT1H"), ("y", "PT3H")], [("x", "PT1H"), ("z", "PT2H")]])
def test_a_gateway_that_waits_for_other_events(arms: list[tuple[str, str]]) -> None:
    case = Case(version(*race(("x", "PT1H"), ("y", "PT2H"))))
    if len(arms) == 1:
        arms = [*arms, ("y", "PT9H")]
    assert ("arms_changed", "first") in refused(case, version(*race(*arms)))


def undoable(*, handled: bool) -> list[str]:
    parts = [START, user_task("paid"), user_task("then"), END]
    parts += [flow("start", "paid"), flow("paid", "then"), flow("then", "end")]
    if handled:
        parts += [
            '<bpmn:boundaryEvent id="undo" attachedToRef="paid"><bpmn:compensateEventDefinition id="u"/>'
            "</bpmn:boundaryEvent>",
            '<bpmn:userTask id="refund" isForCompensation="true"><bpmn:extensionElements><zeebe:userTask/>'
            '<zeebe:assignmentDefinition candidateGroups="g@u"/></bpmn:extensionElements></bpmn:userTask>',
            '<bpmn:association id="as" sourceRef="undo" targetRef="refund" associationDirection="One"/>',
        ]
    return parts


def test_done_work_that_could_not_be_undone_any_more() -> None:
    case = Case(version(*undoable(handled=True)))
    assert case.instance.workflow.completed_work == []
    case.complete("paid")
    assert refused(case, version(*undoable(handled=False))) == [("compensation_gone", "paid")]


def test_a_transaction_in_progress() -> None:
    parts = (
        subprocess(inner(user_task("a")), tag="transaction"),
        '<bpmn:boundaryEvent id="off" attachedToRef="sub"><bpmn:cancelEventDefinition id="o"/></bpmn:boundaryEvent>',
    )
    one = version(START, *parts, END, flow("start", "sub"), flow("sub", "end"), flow("off", "end"))
    other = version(
        START,
        *parts,
        END,
        flow("start", "sub"),
        flow("sub", "end"),
        flow("off", "end"),
        properties='<zeebe:property name="x-edition" value="2"/>',
    )
    assert refused(Case(one), other) == [("transaction", "sub")]


def test_two_joins_cannot_become_one() -> None:
    case = Case(chain(MANY.format(sequential="false"), user_task("b")), {"people": ["li"]})
    assert refused(case, chain(user_task("b")), {"vote": "b"}) == [("loop_changed", "vote")]


def test_candidates_that_the_data_do_not_give() -> None:
    case = Case(chain(user_task("a")))
    assert refused(case, chain(user_task("a", groups="=1 + 1"))) == [("not_evaluated", "a")]


def test_all_or_nothing() -> None:
    case = Case(version(*fork("a", "b")))
    assert refused(case, version(*fork("a", "c"))) == [("removed", "b")]
    assert case.open == ["a", "b"]


def test_a_case_that_runs_by_another_version_or_process() -> None:
    one, two, three = (chain(user_task("a"), user_task(f"b{n}")) for n in range(3))
    case = Case(one)
    case.migrate(two)
    for before, target, reason in (
        (one, three, "other_version"),
        (two, two, "same_version"),
        (two, deployment.build({"q.bpmn": files.chain(user_task("a"), id="q")})[0], "other_process"),
    ):
        case.known.setdefault(target.hash, compile(target))
        with pytest.raises(CommandRejected) as error:
            case.do(c.MigrateInstance, before=before.hash, definition=target.hash, version=3)
        assert error.value.details["reason"] == reason


def test_every_reason_is_said_in_both_languages() -> None:
    for english, chinese in SENTENCES.values():
        assert english.isascii()
        assert not chinese.isascii()
        assert "{name}" in english
        assert "{name}" in chinese
