"""What the editors offer as functions of FEEL is what the engine knows, with its own working days among it."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.diagrams import feel

OFFERED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "web/assets/modeler/diagram/panel/functions.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("offered", OFFERED, ids=lambda one: str(one["name"]))
def test_the_engine_knows_it(offered: dict[str, Any]) -> None:
    feel.check(f"{offered['name']}({', '.join('null' for _ in offered['params'])})")
    assert offered["zh"]
    assert offered["en"]


def test_working_days_are_among_them() -> None:
    names = {one["name"] for one in OFFERED}
    assert names >= {"add working days", "is working day", "working days between", "today"}
