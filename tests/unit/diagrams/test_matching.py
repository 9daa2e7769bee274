"""Which element of a new version is which of the old one: by id, by name, by its neighbours, or none."""

from engine.diagrams import deployment
from engine.diagrams.matching import match
from engine.diagrams.model import Process
from tests.process_files import chain, user_task


def drawn(*steps: str) -> Process:
    return deployment.build({"p.bpmn": chain(*steps)})[0].process


def matches(old: Process, new: Process) -> dict[str, tuple[str, float]]:
    found = {one.old: (one.new, one.confidence) for one in match(old, new)}
    assert found.keys() == old.scope.nodes.keys()
    return found


def named(id: str, name: str) -> str:
    return user_task(id).replace(f'name="{id} name"', f'name="{name}"')


def test_the_same_id_is_the_same_element() -> None:
    found = matches(drawn(user_task("a"), user_task("b")), drawn(user_task("b"), user_task("a")))
    assert found == {id: (id, 1.0) for id in ("start", "a", "b", "end")}


def test_the_same_name_and_kind_under_another_id() -> None:
    old, new = drawn(named("a", "Check")), drawn(named("x", "Look"), named("y", "Check"))
    assert matches(old, new)["a"] == ("y", 0.9)
    assert matches(old, drawn('<bpmn:task id="y" name="Check"/>'))["a"] == ("", 0.0)


def test_a_name_that_two_elements_have_decides_nothing() -> None:
    old, new = (
        drawn(named("a", "Check"), user_task("z")),
        drawn(user_task("z"), named("x", "Check"), named("y", "Check")),
    )
    assert matches(old, new)["a"] == ("", 0.0)


def test_the_same_neighbours() -> None:
    old = drawn(user_task("a"), user_task("b"), user_task("c"))
    assert matches(old, drawn(user_task("a"), user_task("x"), user_task("c")))["b"] == ("x", 0.6)
    assert matches(old, drawn(user_task("x"), user_task("b"), user_task("c")))["a"] == ("x", 0.6)


def test_neighbours_that_are_matched_themselves_by_their_neighbours() -> None:
    old = drawn(user_task("a"), user_task("b"), user_task("c"))
    found = matches(old, drawn(user_task("x"), user_task("y"), user_task("z")))
    assert found["a"] == ("x", 0.4)
    assert [found[id][0] for id in "abc"] == ["x", "y", "z"]


def test_an_element_of_another_kind_is_never_the_same() -> None:
    found = matches(drawn(user_task("a")), drawn('<bpmn:task id="a" name="a name"/>'))
    assert found["a"] == ("", 0.0)
