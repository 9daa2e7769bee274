"""The shipped scenarios pass, and together they go through every node and flow."""

from pathlib import Path

import pytest

from web.scenarios import Outcome, ScenarioInvalid, Stage, play, read
from web.scenarios.coverage import coverage, together

PROCESSES = Path(__file__).parents[3] / "processes"
FILES = sorted(PROCESSES.glob("*/scenarios/*.yaml"))


@pytest.fixture(scope="session")
def outcomes(stage: Stage) -> dict[Path, Outcome]:
    return {path: play(read(path), stage, verified=True) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_scenario_passes(path: Path, outcomes: dict[Path, Outcome]) -> None:
    assert outcomes[path].failure == ""


def test_every_node_and_flow_is_passed(outcomes: dict[Path, Outcome], stage: Stage) -> None:
    passed = together(outcome.trace for outcome in outcomes.values())
    missed = {id: coverage(definition.process, passed).missed for id, definition in stage.definitions.items()}
    assert missed == dict.fromkeys(stage.definitions, ())


def altered(tmp_path: Path, old: str, new: str, scenario: str = "matter_admission/scenarios/admitted.yaml") -> Path:
    text = (PROCESSES / scenario).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "altered.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ended: 已准入", "ended: 未准入", "expected to end by 未准入"),
        ("[street-officer@jiangchuan, street-officer@gumei]", "[street-officer@jiangchuan]", "open tasks"),
        ("finding: listed", "finding: unlisted", "dutyCheck"),
        ("[事项准入已批准]", "[事项准入未批准]", "was not told"),
        ("invalid: [opinionReason]", "invalid: [opinion]", "refuses opinionReason (required)"),
        ("by: gu-weimin", "by: sun-li", "was accepted"),
        ("complete: 确认收到", "complete: 核查处置结果", "no open task"),
        ("reviewDecision: approve", "reviewDecisions: approve", "no field reviewDecisions"),
        ("department: urban-management", "department: unheard-of", "department (not_an_option)"),
    ],
)
def test_scenario_that_is_wrong_fails(tmp_path: Path, stage: Stage, old: str, new: str, reason: str) -> None:
    assert reason in play(read(altered(tmp_path, old, new)), stage).failure


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{answer: refused, duty: backbone}", "{answer: sent}", "row jiangchuan"),
        ("jiangchuan-market: null", "jiangchuan-urban-management: null", "management of operation_attendance"),
        ("{answer: silent, year: 2026}", "null", "found answer: silent"),
    ],
)
def test_row_of_a_data_store_that_is_otherwise_fails(
    tmp_path: Path, stage: Stage, old: str, new: str, reason: str
) -> None:
    path = altered(tmp_path, old, new, "joint_operation/scenarios/refused_and_silent.yaml")
    assert reason in play(read(path), stage).failure


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("grade: fair", "grade: good", "cases of personnel_proposal: expected 1, found 0"),
        ("2024/gumei-justice:", "2024/gumei-housing:", ""),
        ("      grade: good", "      grade: poor", "cases of personnel_proposal: expected 1, found 2"),
    ],
)
def test_given_rows_are_what_earlier_cases_wrote(tmp_path: Path, stage: Stage, old: str, new: str, reason: str) -> None:
    path = altered(tmp_path, old, new, "annual_assessment/scenarios/two_years.yaml")
    failure = play(read(path), stage).failure
    assert reason in failure if reason else failure == ""


def test_timer_start_counts_from_the_scenarios_clock(tmp_path: Path, stage: Stage) -> None:
    path = altered(tmp_path, "2026-01-05T09:30", "2026-01-05T08:30", "annual_assessment/scenarios/january.yaml")
    assert "cases of annual_assessment: expected 2, found 1" in play(read(path), stage).failure


def test_step_with_two_actions_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ScenarioInvalid, match="step 7 must hold exactly one"):
        read(
            altered(
                tmp_path,
                "  - complete: 答复下沉意见\n    by: shen-yan",
                "  - complete: 答复下沉意见\n    advance: P1D\n    by: shen-yan",
            )
        )
