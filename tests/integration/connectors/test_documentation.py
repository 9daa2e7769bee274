"""The examples of docs/connectors.md are run as they are written."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.connectors.world import TOKENS, Installation, installed

PAGE = (Path(__file__).parents[3] / "docs/connectors.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def outside(sqlite_template: Path, tmp_path: Path) -> Iterator[Installation]:
    path = tmp_path / "tiaokuai.db"
    path.write_bytes(sqlite_template.read_bytes())
    with installed(f"sqlite:///{path}") as installation:
        yield installation


def run(example: str, outside: Installation, receipt: str = "") -> Any:
    known = {"TIAOKUAI": outside.address.removesuffix("/api/"), "TOKEN": TOKENS["hotline"], "RECEIPT": receipt}
    done = subprocess.run(["sh", "-c", example], env={**os.environ, **known}, check=True, capture_output=True)
    return json.loads(done.stdout)


def test_the_examples_open_a_case_follow_it_and_urge_it(outside: Installation) -> None:
    report, status, update = EXAMPLES
    receipt = run(report, outside)["receipt"]
    assert run(report, outside)["receipt"] == receipt
    assert run(status, outside, receipt)["state"] == "received"
    assert outside.cases() == 1
    assert run(update, outside, receipt)["type"].endswith("not-yet")
    outside.complete("register", caseNumber="N1")
    assert run(status, outside, receipt) == {
        "receipt": receipt,
        "state": "accepted",
        "caseNumber": "N1",
        "reference": "HL-0001",
    }
    urged = run(update, outside, receipt)["receipt"]
    outside.engine.run_until_idle()
    assert run(status, outside, urged)["state"] == "delivered"


def test_every_problem_that_can_come_is_listed() -> None:
    sources = Path(__file__).parents[3] / "web/api"
    raised = {
        code for path in sources.glob("*.py") for code in re.findall(r"Problem\(\d+, \"([a-z-]+)\"", path.read_text())
    }
    assert raised
    assert {code for code in raised if f"`{code}`" not in PAGE} == set()
