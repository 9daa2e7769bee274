"""What a rule looks at: one process of a diagram, and what the installation knows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.diagrams import messages
from engine.diagrams.model import Diagram, FlowNode, Lane, Process, SequenceFlow
from engine.errors import Finding

Kind: TypeAlias = Literal["process", "decision", "form"]
Binding: TypeAlias = Literal["latest", "deployment", "versionTag"]

Known: TypeAlias = Callable[[Kind, str, Binding, str], bool]
"""Whether a process, decision or form of this id is there under this binding (and version tag)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What references of a diagram may meet; None leaves the question open.

    `handlers` are the names of service-task handlers with the variables that each returns, `clauses` the ids of the
    clause register; `fields` gives the variables that a form asks for, by its id, and `processes` what is called, by id and
    version tag ('' for none).
    """

    handlers: Mapping[str, Collection[str]] | None = None
    clauses: Collection[str] | None = None
    known: Known | None = None
    fields: Callable[[str], Collection[str]] | None = None
    processes: Callable[[str, str], Process | None] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One process under examination."""

    diagram: Diagram
    process: Process
    context: Context

    def finding(self, rule: str, place: FlowNode | SequenceFlow | Lane | Process, **parameters: str) -> Finding:
        """A finding of `rule` at a node, a flow, a lane or the process."""
        return messages.finding(rule, self.diagram.file, place.id, place.name, place.line, **parameters)
