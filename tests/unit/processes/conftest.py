"""The procedures as they are shipped."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.diagrams import deployment
from engine.diagrams.bundle import SUFFIXES
from engine.diagrams.definition import Definition
from web.scenarios import Stage

PROCESSES = Path(__file__).parents[3] / "processes"


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Every procedure deployed, for scenarios to start from."""
    stage = Stage.of_folder(PROCESSES)
    yield stage
    stage.close()


@pytest.fixture(scope="session")
def definitions() -> dict[str, Definition]:
    """The shipped definitions by process id."""
    files = {
        path.relative_to(PROCESSES).as_posix(): path.read_bytes()
        for path in PROCESSES.glob("*/*")
        if path.name.endswith(SUFFIXES)
    }
    return {definition.process.id: definition for definition in deployment.build(files)}


@pytest.fixture(scope="session")
def organisation() -> Any:
    """The shipped organisation."""
    return yaml.safe_load((PROCESSES / "organisation.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def clauses() -> Any:
    """The shipped clause register."""
    return yaml.safe_load((PROCESSES / "clauses.yaml").read_text(encoding="utf-8"))["clauses"]
