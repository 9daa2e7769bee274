"""What a peer runs is what we run: the translation keeps every element and flow, and refuses what it does not know."""

from pathlib import Path

import pytest
from lxml import etree

from benchmarks.peers.contender import DIAGRAMS
from benchmarks.peers.operaton.translation import NotTranslated, translated

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
THERE = "{http://operaton.org/schema/1.0/bpmn}"


def elements(file: Path) -> list[tuple[str, str, str, str]]:
    """What stands in a diagram, the engine's own words left out."""
    return [
        (str(element.tag), element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""))
        for element in etree.parse(file).getroot().iter(f"{BPMN}*")
        if element.tag != f"{BPMN}extensionElements"
    ]


def test_the_same_elements_and_flows_run_there(tmp_path: Path) -> None:
    translated(DIAGRAMS, tmp_path)
    for file in DIAGRAMS.glob("*.bpmn"):
        assert elements(tmp_path / file.name) == elements(file)
        assert b"zeebe:" not in (tmp_path / file.name).read_bytes().replace(b"xmlns:zeebe", b"")
    for file in DIAGRAMS.glob("*.dmn"):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_groups_decisions_and_conditions_are_kept(tmp_path: Path) -> None:
    translated(DIAGRAMS, tmp_path)
    root = etree.parse(tmp_path / "decided.bpmn").getroot()
    tasks = list(root.iter(f"{BPMN}userTask"))
    assert tasks
    assert {task.get(f"{THERE}candidateGroups") for task in tasks} == {"dispatcher@jiangchuan"}
    (decide,) = root.iter(f"{BPMN}businessRuleTask")
    assert (decide.get(f"{THERE}decisionRef"), decide.get(f"{THERE}resultVariable")) == ("way", "way")
    conditions = [condition.text for condition in root.iter(f"{BPMN}conditionExpression")]
    assert conditions == ['${way == "team"}', '${way == "station"}']


@pytest.mark.parametrize(
    ("found", "unknown"),
    [
        ('=way = "team"', "=starts with(way, 't')"),
        ('<zeebe:calledDecision decisionId="way" resultVariable="way"/>', '<zeebe:taskDefinition type="x"/>'),
    ],
)
def test_what_it_does_not_know_is_refused(tmp_path: Path, found: str, unknown: str) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    text = (DIAGRAMS / "decided.bpmn").read_text()
    assert found in text
    (source / "decided.bpmn").write_text(text.replace(found, unknown))
    with pytest.raises(NotTranslated):
        translated(source, target)
