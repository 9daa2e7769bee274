"""What is written otherwise than today is read all the same, and written anew without moving anything else."""

from pathlib import Path

import pytest
from diagram_text import MESSAGE, around, node

from engine.diagrams import reader
from engine.diagrams.comparing import compare_file
from engine.diagrams.rules import Context
from engine.diagrams.weaving import renewed, weave

ROOT = Path(__file__).parents[3]
PROCESSES = sorted(ROOT.glob("processes/*/*.bpmn"))
SENDS = sorted(path for path in PROCESSES if b"policy:publishMessage" in path.read_bytes())
POLICY = ' xmlns:policy="http://tiaokuai.cn/schema/policy/1.0"'


def earlier(data: bytes) -> bytes:
    """The file as it was written before messages that are sent had a name of our own."""
    return data.replace(b"policy:publishMessage", b"zeebe:publishMessage")


@pytest.mark.parametrize("path", SENDS, ids=lambda path: path.stem)
def test_a_file_of_before_is_read_as_it_was_and_differs_in_nothing(path: Path) -> None:
    now = path.read_bytes()
    before = earlier(now)
    assert before != now
    assert reader.restore("x.bpmn", before) == reader.restore("x.bpmn", now)
    found = reader.examine("x.bpmn", before).check(Context())
    told = [one for one in found if one.rule == "element.earlier"]
    assert len(told) == now.count(b"<policy:publishMessage")
    assert {one.severity for one in told} == {"info"}
    assert [one for one in found if one not in told] == reader.examine("x.bpmn", now).check(Context())
    assert compare_file("x.bpmn", before, now).entries == ()
    assert renewed(before) == now


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_the_procedures_are_written_as_of_today(path: Path) -> None:
    assert renewed(path.read_bytes()) == path.read_bytes()


def sending(extension: str) -> bytes:
    thrown = node("intermediateThrowEvent", "x", extension, '<bpmn:messageEventDefinition messageRef="m"/>')
    return around(thrown, steps=["x"], roots=[MESSAGE])


def test_both_names_side_by_side_are_one_too_many() -> None:
    both = sending('<zeebe:publishMessage correlationKey="=a"/><policy:publishMessage correlationKey="=b"/>')
    assert "element.repeated" in {one.rule for one in reader.examine("x.bpmn", both).findings}


def test_a_file_without_our_namespace_gets_it_where_it_is_needed() -> None:
    file = sending('<zeebe:publishMessage timeToLive="P1D"></zeebe:publishMessage >').replace(POLICY.encode(), b"")
    now = f'<policy:publishMessage{POLICY} timeToLive="P1D"></policy:publishMessage >'.encode()
    assert renewed(file) == file.replace(b'<zeebe:publishMessage timeToLive="P1D"></zeebe:publishMessage >', now)
    assert reader.restore("x.bpmn", renewed(file)) == reader.restore("x.bpmn", file)


def test_an_edit_of_a_file_of_before_changes_its_own_line() -> None:
    before = sending('<zeebe:publishMessage correlationKey="=a"/>')
    edited = renewed(before).replace(b'"=a"', b'"=b"')
    assert weave(renewed(before), edited, "bpmn") == edited
    assert reader.restore("x.bpmn", weave(before, edited, "bpmn")) == reader.restore("x.bpmn", edited)
    assert weave(before, renewed(before), "bpmn") == before


@pytest.mark.parametrize(
    ("file", "parts"),
    [
        ("collaboration/correlation_key", {"messagePath": "formalExpression", "dataPath": "formalExpression"}),
        ("collaboration/composite_key", {"messagePath": "formalExpression", "dataPath": "formalExpression"}),
        ("loops/multi_behavior_complex", {"bpmn:condition": "bpmn:formalExpression", "event": "implicitThrowEvent"}),
    ],
)
def test_what_the_desktop_modeler_calls_by_its_type_is_read(file: str, parts: dict[str, str]) -> None:
    data = (ROOT / f"tests/diagrams/{file}.bpmn").read_bytes()
    saved = data
    for name, written in parts.items():
        saved = saved.replace(f"{name}>".encode(), f"{written}>".encode()).replace(
            f"{name} ".encode(), f"{written} ".encode()
        )
    assert saved != data
    assert reader.restore("x.bpmn", saved) == reader.restore("x.bpmn", data)
    assert {one.rule for one in reader.examine("x.bpmn", saved).findings} == {
        one.rule for one in reader.examine("x.bpmn", data).findings
    }
    assert renewed(saved) == data


def test_what_is_no_diagram_stays_as_it_is() -> None:
    assert renewed(b"<zeebe:publishMessage") == b"<zeebe:publishMessage"
