"""The drawn diagrams of `tests/diagrams`, read and started."""

from pathlib import Path
from typing import Any

from instance_driver import Case

from engine.diagrams import deployment
from engine.diagrams.definition import Definition

DIAGRAMS = Path(__file__).parents[2] / "diagrams"


def definitions(name: str, *more: str) -> dict[str, Definition]:
    """The processes of the files `<family>/<name>.bpmn`, deployed together, by id."""
    files = {f"{one}.bpmn": (DIAGRAMS / f"{one}.bpmn").read_bytes() for one in (name, *more)}
    return {definition.process.id: definition for definition in deployment.build(files)}


def started(name: str, *, process: str = "p", start_event: str = "", **variables: Any) -> Case:
    """A running case of the process `process` in the file `<family>/<name>.bpmn`."""
    return Case(definitions(name)[process], variables, start_event)
