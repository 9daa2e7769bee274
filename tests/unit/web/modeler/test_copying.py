"""A copy of a procedure is deployed beside its original, and neither answers what was sent to the other."""

from pathlib import Path

from engine.diagrams import deployment
from web.language import Name
from web.modeler.drafts.copying import copied
from web.modeler.files import SCENARIOS
from web.scenarios import read

ROOT = Path(__file__).parents[4] / "processes"
TITLE = Name("另一受理", "Another intake")


def folder(key: str) -> dict[str, bytes]:
    """A procedure's files."""
    inside = ROOT / key
    scenarios = {SCENARIOS + path.name: path.read_bytes() for path in (inside / "scenarios").iterdir()}
    return {path.name: path.read_bytes() for path in inside.iterdir() if path.is_file()} | scenarios


def test_copies_of_procedures_that_call_each_other_are_deployed_beside_all_originals(tmp_path: Path) -> None:
    originals = {path.name: path.read_bytes() for path in ROOT.glob("*/*") if path.is_file()}
    copies: dict[str, bytes] = {}
    for key in ("case_intake", "case_disposal", "annual_assessment"):
        copies |= copied(folder(key), key, f"{key}_2", TITLE).files
    scenarios = {file: data for file, data in copies.items() if file.startswith(SCENARIOS)}
    built = deployment.build({**originals, **{file: data for file, data in copies.items() if file not in scenarios}})
    made = {one.process.id: one.process for one in built}
    assert {"case_intake", "case_intake_2", "case_intake_2_case_update", "case_disposal_2"} <= made.keys()
    assert (made["case_intake_2"].name, made["case_intake_2"].name_en) == ("另一受理", "Another intake")
    assert made["case_intake"].name == "问题受理"
    for data in scenarios.values():
        (tmp_path / "one.yaml").write_bytes(data)
        assert read(tmp_path / "one.yaml").process in made


def test_messages_that_begin_a_case_are_the_copys_own_and_others_stay() -> None:
    copy = copied(folder("case_intake"), "case_intake", "case_intake_2", TITLE)
    diagram = copy.files["case_intake_2.bpmn"].decode()
    assert 'name="case-reported-case_intake_2"' in diagram
    assert 'name="case-reported"' not in diagram
    assert 'name="case-event"' in diagram
    assert b"message: case-reported-case_intake_2" in copy.files["scenarios/merged.yaml"]
    assert ("case-reported", "case-reported-case_intake_2") in copy.renamed


def test_what_a_copy_shares_with_its_original_is_written_as_it_was() -> None:
    original = folder("case_intake")
    copy = copied(original, "case_intake", "case_intake_2", TITLE)
    for before, after in (("case_intake.bpmn", "case_intake_2.bpmn"), ("case_intake.dmn", "case_intake_2.dmn")):
        old, new = original[before].decode().splitlines(), copy.files[after].decode().splitlines()
        different = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
        named = ("case_intake_2", "另一受理", "Another intake")
        assert different
        assert [other for _, other in different if not any(name in other for name in named)] == []
