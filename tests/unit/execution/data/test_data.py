"""Data objects, inputs, outputs and their associations (BPMN 2.0.2 §10.4)."""

from diagram_files import definitions, started


def test_associations_move_data_in_and_out() -> None:
    case = started("data/associations", order={"price": 5, "number": 3})
    visible = case.instance.variables(case.task("check"))
    assert (visible["paper"], visible["sum"]) == ({"price": 5, "number": 3}, 15)
    case.complete("check", ok=True)
    assert case.variables == {"order": {"price": 5, "number": 3, "checked": True}, "total": 15}


def test_references_show_the_states_of_their_object() -> None:
    data = definitions("data/associations")["p"].process.scope.data
    assert [(item.name, item.variable, item.state) for item in data if item.kind == "reference"] == [
        ("order received", "order", "received"),
        ("order checked", "order", "checked"),
        ("total", "total", ""),
    ]


def test_associations_that_are_only_drawn_move_nothing() -> None:
    case = started("data/drawn_only")
    case.complete("write", note="written")
    assert case.instance.variables(case.task("read")) == {"note": "written"}


def test_a_data_object_of_a_subprocess_lives_and_dies_with_it() -> None:
    case = started("data/local_to_subprocess", draft="outer")
    assert case.instance.variables(case.task("write"))["draft"] is None
    case.complete("write", draft="inner")
    assert (case.open, case.variables) == (["after"], {"draft": "outer"})


def test_a_property_of_a_task_is_its_own() -> None:
    case = started("data/properties", tries=9)
    assert case.instance.variables(case.task("count"))["tries"] is None
    case.complete("count", tries=2)
    assert case.variables == {"tries": 9, "n": 2}


def test_a_multi_instance_activity_takes_and_gives_collections_as_data() -> None:
    case = started("data/multi_instance_data", streets=["A", "B"])
    assert [case.instance.variables(case.task("ask", which))["street"] for which in (0, 1)] == ["A", "B"]
    case.complete("ask", 1, opinion="no")
    case.complete("ask", opinion="yes")
    assert case.variables["opinions"] == ["yes", "no"]


def test_an_event_gives_its_data_to_an_object() -> None:
    case = started("data/message_data", key="k")
    case.deliver("wait", body="hello", other=1)
    assert case.variables == {"key": "k", "text": "hello"}


def test_a_step_does_not_begin_without_its_required_input() -> None:
    case = started("data/required_input")
    assert case.open == []
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.details) == ("build", {"input": "plan"})
    case.resolve(draft="plan A")
    visible = case.instance.variables(case.task("build"))
    assert (visible["plan"], visible["remark"]) == ("plan A", None)
