"""Writes the tables of docs/dmn-support.md from a run of the DMN TCK: `python -m tests.conformance.dmn_support`."""

from collections import Counter
from pathlib import Path

from tests.conformance.known_failures import KNOWN_FAILURES
from tests.conformance.tck import cases

PAGE = Path(__file__).resolve().parents[2] / "docs" / "dmn-support.md"
BEGIN = "<!-- measured: begin -->\n"
END = "<!-- measured: end -->\n"
LEVELS = {"Level 2": "compliance-level-2", "Level 3": "compliance-level-3"}


def measured() -> str:
    """The tables as Markdown."""
    return "\n".join(_level(title, level) for title, level in LEVELS.items())


def _level(title: str, level: str) -> str:
    passed: Counter[str] = Counter()
    reasons: dict[str, set[str]] = {}
    total: Counter[str] = Counter()
    for case in cases(level):
        total[case.group] += 1
        failure = case.failure()
        if not failure:
            passed[case.group] += 1
        else:
            reasons.setdefault(case.group, set()).add(KNOWN_FAILURES.get(str(case), failure))
    share = 100 * passed.total() / total.total()
    lines = [
        f"### {title}: {passed.total():,} of {total.total():,} cases ({share:.1f} %)",
        "",
        "| group | passed | failed | why |",
        "|---|---:|---:|---|",
        *(
            f"| {group} | {passed[group]} | {total[group] - passed[group]} | {'; '.join(sorted(reasons.get(group, ())))} |"
            for group in sorted(total)
        ),
        "",
    ]
    return "\n".join(lines)


def page() -> str:
    """The whole page with its tables renewed."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + BEGIN + "\n" + measured() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
