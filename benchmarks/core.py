"""The token core in memory: commands a second, the cost of age, and diamonds. Run: python -m benchmarks.core

Every figure includes the making of events; where it says so also the snapshot. Prints a table.
"""

import hashlib
import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.machine import machine
from engine.diagrams.definition import Definition
from engine.diagrams.model import (
    Diagram,
    EndEvent,
    ExclusiveGateway,
    Expression,
    FlowNode,
    MultiInstance,
    ParallelGateway,
    Process,
    Scope,
    SequenceFlow,
    StartEvent,
    UserTask,
)
from engine.execution import Instance, Program, apply, compile
from engine.execution.codec import encode_events
from engine.execution.commands import CompleteTask, StartInstance

FORM = {
    "customer": {"name": "Jane Doe", "email": "jane@example.org"},
    "amount": 123.45,
    "lines": [{"sku": "a1", "qty": 2}, {"sku": "b2", "qty": 1}],
    "note": "lorem ipsum dolor sit amet " * 4,
}
Edge = tuple[str, str] | tuple[str, str, str]


def main() -> None:
    """Measure and print everything."""
    print(machine(), "\n")
    _chain()
    _age()
    _diamonds()
    _long_chain()
    _snapshots()


def _chain() -> None:
    tasks = [f"u{number}" for number in range(10)]
    program = _program([_task(name) for name in tasks], list(zip(["s", *tasks], [*tasks, "e"], strict=True)))
    plain = _best(lambda: _run_chain(program, with_snapshot=False))
    durable = _best(lambda: _run_chain(program, with_snapshot=True))
    _row("10 user tasks in a chain (11 commands)", f"{11 / plain:,.0f} commands/s", f"{plain * 1e6:.0f} us a case")
    _row(
        "  with snapshot and event bytes each time", f"{11 / durable:,.0f} commands/s", f"{durable * 1e6:.0f} us a case"
    )


def _run_chain(program: Program, *, with_snapshot: bool) -> None:
    instance = Instance.create(program)
    events = apply(instance, StartInstance(id="s", at=0, actor="kim"))
    for number in range(10):
        if with_snapshot:
            encode_events(events)
            instance.snapshot()
        (token,) = instance.open.user_tasks
        events = apply(instance, CompleteTask(id="c", at=0, actor="kim", token=token, variables={f"f{number}": FORM}))
    assert instance.ended


def _age() -> None:
    """A loop of one user task and a computed condition."""
    nodes: list[FlowNode] = [_task("u"), ExclusiveGateway(id="g", name="", default="g-e")]
    program = _program(nodes, [("s", "u"), ("u", "g"), ("g", "u", "n < 3000"), ("g", "e")])
    instance = Instance.create(program)
    apply(instance, StartInstance(id="s", at=0, actor="kim"))
    seconds: list[float] = []
    for number in range(1, 1101):
        (token,) = instance.open.user_tasks
        command = CompleteTask(id="c", at=0, actor="kim", token=token, variables={"n": number})
        begun = time.perf_counter()
        events = apply(instance, command)
        seconds.append(time.perf_counter() - begun)
        if number in (10, 100, 1000):
            microseconds = statistics.median(seconds[max(0, number - 60) :]) * 1e6
            sizes = f"snapshot {len(instance.snapshot())} B, events {len(encode_events(events))} B"
            _row(f"loop with a FEEL condition, iteration {number}", f"{microseconds:.0f} us a step", sizes)


def _diamonds() -> None:
    for count in (10, 40):
        nodes: list[FlowNode] = []
        edges: list[Edge] = []
        last = "s"
        for number in range(count):
            split, join = f"g{number}", f"j{number}"
            nodes += [ParallelGateway(id=split, name=""), ParallelGateway(id=join, name="")]
            edges.append((last, split))
            for branch in range(3):
                task = f"u{number}_{branch}"
                nodes.append(_task(task))
                edges += [(split, task), (task, join)]
            last = join
        program = _program(nodes, [*edges, (last, "e")])
        seconds = _best(lambda program=program: _start(program))  # type: ignore[misc]
        _row(f"start before {count} parallel diamonds of 3", f"{seconds * 1e6:.0f} us", f"snapshot {_size(program)} B")


def _long_chain() -> None:
    gateways = [f"g{number}" for number in range(2000)]
    nodes: list[FlowNode] = [ExclusiveGateway(id=name, name="") for name in gateways]
    edges: list[Edge] = list(zip(["s", *gateways], [*gateways, "e"], strict=True))
    begun = time.perf_counter()
    program = _program(nodes, edges)
    compiled = time.perf_counter() - begun
    seconds = _best(lambda: _start(program), rounds=5)
    _row(
        "2,000 automatic nodes in one command", f"{seconds / 2000 * 1e6:.1f} us a node", f"compiled in {compiled:.2f} s"
    )


def _snapshots() -> None:
    """A hundred open user tasks of one multi-instance activity, out and in again."""
    loop = MultiInstance(sequential=False, input_collection=Expression("for i in 1..98 return i"), input_element="item")
    many = UserTask(id="u", name="", candidate_groups="dispatcher@jiangchuan", multi_instance=loop)
    program = _program([many], [("s", "u"), ("u", "e")])
    instance = _start(program)
    data = instance.snapshot()
    out, back = _best(instance.snapshot), _best(lambda: Instance.restore(program, data))
    _row("snapshot of 99 live tokens", f"{out * 1e6:.0f} us out, {back * 1e6:.0f} us in", f"{len(data)} B")


def _start(program: Program) -> Instance:
    instance = Instance.create(program)
    apply(instance, StartInstance(id="s", at=0, actor="kim"))
    return instance


def _size(program: Program) -> int:
    return len(_start(program).snapshot())


def _best(work: Callable[[], object], rounds: int = 9) -> float:
    """Seconds of one call: the least of several medians, so that a busy neighbour counts little."""
    work()
    medians = []
    for _ in range(rounds):
        taken = []
        for _ in range(60):
            begun = time.perf_counter()
            work()
            taken.append(time.perf_counter() - begun)
        medians.append(statistics.median(taken))
    return min(medians)


def _task(name: str) -> UserTask:
    return UserTask(id=name, name="", candidate_groups="dispatcher@jiangchuan")


def _program(nodes: list[FlowNode], edges: list[Edge]) -> Program:
    flows = {}
    for source, target, *condition in edges:
        name = f"{source}-{target}"
        flows[name] = SequenceFlow(name, "", source, target, Expression(condition[0]) if condition else None)
    every: list[FlowNode] = [StartEvent(id="s", name=""), *nodes, EndEvent(id="e", name="")]
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows.values():
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    for node in every:
        object.__setattr__(node, "incoming", tuple(incoming.get(node.id, ())))
        object.__setattr__(node, "outgoing", tuple(outgoing.get(node.id, ())))
    process = Process(id="p", name="", executable=True, scope=Scope({node.id: node for node in every}, flows))
    definition = Definition(
        hash=hashlib.sha256(b"benchmark").hexdigest(),
        manifest=b"",
        process=process,
        diagram=Diagram(file="p.bpmn", processes={"p": process}),
        decisions={},
        forms={},
        called={},
        resources={},
    )
    return compile(definition)


def _row(what: str, measured: str, more: str = "") -> None:
    print(f"{what:<48} {measured:>24}   {more}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
