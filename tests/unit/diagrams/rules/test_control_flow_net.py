"""The soundness check, against a plain search through every order of events."""

import random
from collections import Counter

import pytest

from engine.diagrams.model import (
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    Expression,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
    Scope,
    SequenceFlow,
    StartEvent,
    TerminateDefinition,
    TimerDefinition,
    UserTask,
)
from engine.diagrams.net import Exploration, explore, translate

KINDS: tuple[type[FlowNode], ...] = (UserTask, UserTask, ExclusiveGateway, ExclusiveGateway, ParallelGateway)


def scope(nodes: dict[str, FlowNode], *pairs: tuple[str, str]) -> Scope:
    flows = {f"{number}": SequenceFlow(f"{number}", "", *pair) for number, pair in enumerate(pairs)}
    wired = {
        identity: type(node)(
            **{
                **{name: getattr(node, name) for name in node.__dataclass_fields__},
                "incoming": tuple(one.id for one in flows.values() if one.target == identity),
                "outgoing": tuple(one.id for one in flows.values() if one.source == identity),
            }
        )
        for identity, node in nodes.items()
    }
    return Scope(wired, flows)


def random_scope(seed: int) -> Scope:
    choice = random.Random(seed)
    inner = [f"n{number}" for number in range(choice.randint(2, 6))]
    nodes: dict[str, FlowNode] = {"start": StartEvent(id="start", name="")}
    nodes |= {name: choice.choice(KINDS)(id=name, name="") for name in inner}
    nodes["end"] = EndEvent(id="end", name="", definition=choice.choice([None, None, TerminateDefinition()]))
    pairs = [("start", choice.choice(inner))]
    for name in inner:
        several = 1 if isinstance(nodes[name], UserTask) else choice.randint(1, 2)
        pairs += [(name, choice.choice([*inner, "end"])) for _ in range(several)]
    return scope(nodes, *pairs)


def stuck_in_any_order(scope: Scope, limit: int = 3000) -> set[str] | None:
    """The nodes before which tokens stay forever in some order of events; None when the markings are too many."""
    seen: set[tuple[str, ...]] = set()
    pending: list[tuple[str, ...]] = [scope.nodes["start"].outgoing]
    stuck: set[str] = set()
    while pending:
        marking = pending.pop()
        if marking in seen:
            continue
        if len(seen) > limit or len(marking) > 8:
            return None
        seen.add(marking)
        following = set()
        for flow in set(marking):
            node = scope.nodes[scope.flows[flow].target]
            taken = node.incoming if isinstance(node, ParallelGateway) else (flow,)
            if Counter(taken) - Counter(marking):
                continue
            rest = Counter(marking) - Counter(taken)
            if isinstance(node, EndEvent) and node.definition is not None:
                following.add(())
                continue
            ways = [(one,) for one in node.outgoing] if isinstance(node, ExclusiveGateway) else [node.outgoing]
            following |= {tuple(sorted([*rest.elements(), *way])) for way in ways}
        if not following:
            stuck |= {scope.flows[flow].target for flow in marking}
        pending += following
    return stuck


@pytest.mark.parametrize("part", range(10))
def test_deadlocks_are_those_of_a_search_through_every_order(part: int) -> None:
    compared = deadlocked = 0
    for seed in range(part * 200, part * 200 + 200):
        model = random_scope(seed)
        expected = stuck_in_any_order(model)
        found = explore(translate(model))
        if expected is None or not found.complete:
            continue
        compared += 1
        deadlocked += bool(expected)
        assert set(found.waiting) == expected, f"seed {seed}"
    assert compared > 100
    assert deadlocked > 10


def explored(nodes: list[FlowNode], *pairs: tuple[str, str]) -> Exploration:
    return explore(translate(scope({node.id: node for node in nodes}, *pairs)))


START, END = StartEvent(id="s", name=""), EndEvent(id="e", name="")


def task(identity: str) -> UserTask:
    return UserTask(id=identity, name=identity)


def inclusive(identity: str) -> InclusiveGateway:
    return InclusiveGateway(id=identity, name=identity)


def test_a_deep_chain_of_parallel_diamonds_needs_few_markings() -> None:
    nodes: list[FlowNode] = [START, END]
    pairs, last = [], "s"
    for number in range(40):
        split, join = f"p{number}", f"j{number}"
        nodes += [ParallelGateway(id=split, name=""), ParallelGateway(id=join, name="")]
        pairs.append((last, split))
        for branch in range(3):
            nodes.append(task(f"t{number}.{branch}"))
            pairs += [(split, f"t{number}.{branch}"), (f"t{number}.{branch}", join)]
        last = join
    found = explored(nodes, *pairs, (last, "e"))
    assert found.complete
    assert not found.waiting
    assert found.most == 3


def test_an_inclusive_join_in_a_loop_waits_only_for_tokens_that_may_come() -> None:
    nodes = [START, END, ExclusiveGateway(id="m", name=""), inclusive("split"), task("a"), task("b"), inclusive("join")]
    again = ExclusiveGateway(id="again", name="")
    found = explored(
        [*nodes, again],
        *(("s", "m"), ("m", "split"), ("split", "a"), ("split", "b"), ("a", "join"), ("b", "join")),
        *(("join", "again"), ("again", "m"), ("again", "e")),
    )
    assert found.complete
    assert not found.waiting
    assert not found.crowded


def test_two_inclusive_joins_that_wait_for_each_other_are_a_deadlock() -> None:
    nodes = [START, END, ParallelGateway(id="p", name=""), inclusive("i"), inclusive("j")]
    loops = [ExclusiveGateway(id="x", name=""), ExclusiveGateway(id="y", name="")]
    found = explored(
        [*nodes, *loops],
        *(("s", "p"), ("p", "i"), ("p", "j"), ("i", "x"), ("x", "j"), ("x", "e"), ("j", "y"), ("y", "i"), ("y", "e")),
    )
    assert set(found.waiting) == {"i", "j"}


def test_a_reminder_beside_a_task_in_a_loop_is_no_endless_crowd() -> None:
    timer = TimerDefinition("duration", "P1D")
    late = BoundaryEvent(id="late", name="", attached_to="a", interrupting=False, definition=timer)
    nodes = [START, END, task("a"), late, task("remind"), ExclusiveGateway(id="x", name=""), EndEvent(id="f", name="")]
    found = explored(nodes, ("s", "a"), ("a", "x"), ("x", "a"), ("x", "e"), ("late", "remind"), ("remind", "f"))
    assert found.complete
    assert not found.endless
    assert not found.waiting


def test_what_is_too_large_is_given_up() -> None:
    nodes = [START, END, task("a"), ParallelGateway(id="p", name=""), task("b"), ParallelGateway(id="j", name="")]
    pairs = [("s", "a"), ("a", "p"), ("p", "b"), ("p", "j"), ("b", "j"), ("j", "e")]
    found = explore(translate(scope({node.id: node for node in nodes}, *pairs)), limit=3)
    assert not found.complete


def test_a_conditional_flow_out_of_a_task_may_be_taken_or_not() -> None:
    model = scope(
        {node.id: node for node in (START, END, task("a"), task("b"), ParallelGateway(id="j", name=""))},
        *(("s", "a"), ("a", "b"), ("b", "j"), ("a", "j"), ("j", "e")),
    )
    asked = {**model.flows, "3": SequenceFlow("3", "", "a", "j", condition=Expression("yes"))}
    assert set(explore(translate(model)).waiting) == set()
    assert set(explore(translate(Scope(model.nodes, asked))).waiting) == {"j"}


def test_what_always_goes_on_never_ends() -> None:
    nodes = [START, END, ExclusiveGateway(id="x", name=""), task("a"), ParallelGateway(id="p", name="")]
    pairs = [("s", "x"), ("x", "a"), ("a", "p"), ("p", "x"), ("p", "e")]
    found = explored(nodes, *pairs)
    assert found.complete
    assert not found.ends
    assert explored([START, END, task("a")], ("s", "a"), ("a", "e")).ends


@pytest.mark.parametrize(("given", "taken", "waits"), [(6, 3, False), (6, 4, True), (1, 2, True), (9, 1, False)])
def test_an_activity_that_takes_several_tokens_waits_for_those_that_one_before_it_gives(
    given: int, taken: int, waits: bool
) -> None:
    giving = UserTask(id="giving", name="giving", completion_quantity=given)
    taking = UserTask(id="taking", name="taking", start_quantity=taken)
    found = explored([START, giving, taking, END], ("s", "giving"), ("giving", "taking"), ("taking", "e"))
    assert found.complete
    assert set(found.waiting) == ({"taking"} if waits else set())
    assert found.ends is not waits


def test_an_interrupting_boundary_event_that_leads_nowhere_takes_the_token_that_a_join_waits_for() -> None:
    pairs = [("start", "split"), ("split", "a"), ("split", "b"), ("a", "join"), ("b", "join"), ("join", "end")]
    nodes: dict[str, FlowNode] = {
        "start": StartEvent(id="start", name=""),
        "split": ParallelGateway(id="split", name=""),
        "a": UserTask(id="a", name=""),
        "b": UserTask(id="b", name=""),
        "join": ParallelGateway(id="join", name=""),
        "end": EndEvent(id="end", name=""),
    }
    late = BoundaryEvent(id="late", name="", attached_to="a", definition=TimerDefinition("duration", "P1D"))
    reminder = BoundaryEvent(
        id="late", name="", attached_to="a", interrupting=False, definition=TimerDefinition("duration", "P1D")
    )
    assert set(explore(translate(scope({**nodes, "late": late}, *pairs))).waiting) == {"join"}
    assert not explore(translate(scope({**nodes, "late": reminder}, *pairs))).waiting


@pytest.mark.parametrize("gateway", [ExclusiveGateway, InclusiveGateway, ParallelGateway])
def test_a_gateway_that_nothing_follows_ends_its_path(gateway: type[FlowNode]) -> None:
    nodes: dict[str, FlowNode] = {"start": StartEvent(id="start", name=""), "last": gateway(id="last", name="")}
    found = explore(translate(scope(nodes, ("start", "last"))))
    assert (found.ends, found.waiting) == (True, {})
