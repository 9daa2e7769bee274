"""DMN files of one deployment import each other, and a definition holds all that its decisions need."""

import pytest
from diagram_text import around, node

from engine.diagrams import deployment
from engine.errors import Refused

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"
RATES = f"""<definitions xmlns="{DMN}" id="d" name="d" namespace="urn:rates"><businessKnowledgeModel id="twice" name="Twice">
<encapsulatedLogic><formalParameter name="x"/><literalExpression><text>x * 2</text></literalExpression></encapsulatedLogic>
</businessKnowledgeModel></definitions>""".encode()
FEE = f"""<definitions xmlns="{DMN}" id="d" name="d" namespace="urn:fee">
<import name="rates" namespace="urn:rates" importType="{DMN}"/><decision id="fee" name="Fee"><knowledgeRequirement>
<requiredKnowledge href="urn:rates#twice"/></knowledgeRequirement><literalExpression><text>rates.Twice(amount)</text>
</literalExpression></decision></definitions>""".encode()
PROCESS = around(
    node("businessRuleTask", "decide", '<zeebe:calledDecision decisionId="fee" resultVariable="fee"/>'),
    steps=["decide"],
)
FILES = {"p.bpmn": PROCESS, "fee.dmn": FEE, "rates.dmn": RATES}


def test_an_imported_file_is_found_and_kept() -> None:
    (built,) = deployment.build(FILES)
    loaded = deployment.load(built.manifest, built.resources.__getitem__, lambda _: built)
    for definition in (built, loaded):
        assert definition.decisions["fee"].decide({"amount": 21}, 0).result == 42


def test_what_the_imported_file_says_is_part_of_the_hash() -> None:
    (one,) = deployment.build(FILES)
    (other,) = deployment.build(FILES | {"rates.dmn": RATES.replace(b"x * 2", b"x * 3")})
    assert one.hash != other.hash


def test_a_decision_deployed_earlier_brings_its_imports() -> None:
    (built,) = deployment.build(FILES)
    kept = next(data for data in built.resources.values() if b"urn:fee" in data)
    (later,) = deployment.build({"p.bpmn": PROCESS}, lambda kind, identity, tag: kept if kind == "decision" else None)
    assert later.decisions["fee"].decide({"amount": 4}, 0).result == 8


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"p.bpmn": PROCESS, "fee.dmn": FEE}, "dmn.import"),
        (FILES | {"again.dmn": RATES.replace(b'id="d"', b'id="e"')}, "dmn.import_twice"),
    ],
)
def test_missing_and_ambiguous_imports_are_refused(files: dict[str, bytes], rule: str) -> None:
    with pytest.raises(Refused) as caught:
        deployment.build(files)
    assert rule in {finding.rule for finding in caught.value.findings}
