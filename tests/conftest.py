"""What a run of the tests tells at its end."""

from collections import Counter

import pytest

KILL = "process killed"
SEED = "seed"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many processes the fault tests killed, where, and by which seed: told by the tests as properties, which come
    through from every worker."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    told = [one for report in reports for one in getattr(report, "user_properties", ()) if report.when == "call"]
    kills = Counter(str(value) for name, value in told if name == KILL)
    seeds = sorted({str(value) for name, value in told if name == SEED})
    if kills:
        terminalreporter.section("processes killed by SIGKILL")
        for where, count in sorted(kills.items()):
            terminalreporter.line(f"{count:6} {where}")
        terminalreporter.line(f"{kills.total():6} in all; random ones by TIAOKUAI_FAULT_SEED={' or '.join(seeds)}")
