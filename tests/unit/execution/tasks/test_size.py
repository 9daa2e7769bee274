"""Large diagrams and any element id; how fast they are is measured in `benchmarks/`."""

from itertools import pairwise

from diagram_writer import Writer
from instance_driver import Case
from process_models import Build, end, parallel, start, user

from engine.diagrams import deployment
from engine.diagrams.model import FlowNode, PlainTask


def _deployed(model: Build) -> Case:
    (definition,) = deployment.build({"p.bpmn": Writer().file({"p": model.scope()})})
    return Case(definition)


def _plain(name: str) -> PlainTask:
    return PlainTask(id=name, name=name)


def test_a_chain_of_2000_tasks_is_read_and_run() -> None:
    case = _deployed(Build().line(start(), *(_plain(f"t{number}") for number in range(2000)), end()))
    assert case.outcome == "completed"


def test_40_parallel_diamonds_of_three_branches_leave_one_token() -> None:
    model = Build()
    gates: list[FlowNode] = [start()]
    model.add(gates[0])
    for number in range(40):
        split, join = parallel(f"g{number}"), parallel(f"j{number}")
        branches = [_plain(f"t{number}_{branch}") for branch in range(3)]
        model.add(split, join, *branches).flow(gates[-1].id, split.id)
        for branch in branches:
            model.flow(split.id, branch.id, join.id)
        gates.append(join)
    model.add(user("u"), end()).flow(gates[-1].id, "u", "e")
    case = _deployed(model)
    assert case.open == ["u"]
    assert len(case.instance.tokens) == 1


def test_any_name_of_xml_is_an_id() -> None:
    names = ["Start", "End", "Root", "_", "ü.1-x", "步骤", "constructor"]
    nodes = [start("s-t.a_r"), *(user(name) for name in names), end("Ende")]
    case = _deployed(Build().line(*nodes))
    for name, following in pairwise([*names, ""]):
        assert case.open == [name]
        case.complete(name)
        assert following in case.open or not following
    assert case.outcome == "completed"
