"""The compiled form of a scope of a diagram: SpiffWorkflow's workflow spec, holding our node specs by name."""

from typing import TYPE_CHECKING, Protocol

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

if TYPE_CHECKING:
    from engine.diagrams.definition import Definition
    from engine.diagrams.model import FlowNode
    from engine.execution.nodes.compensation import CompensatorSpec, Undo
    from engine.execution.nodes.event_subprocess import EventSubProcessSpec, ListenerSpec
    from engine.execution.nodes.node import NodeSpec
    from engine.execution.scope_instance import ScopeInstance


class Start(Protocol):
    """Where a process begins: a start event, or what else a message may start it by.

    One that `awaits_more` keeps what came with its message until all its messages have come.
    """

    element: str
    node: "FlowNode"
    awaits_more: bool

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        """Let the first token come in; `flow` is ''."""


class ScopeSpec(WorkflowSpec):  # type: ignore[misc]  # SpiffWorkflow ships no types
    """One process or embedded subprocess of `definition`.

    `process` is '' for an instance's own process and the process id inside a call. Spec names are element ids; a spec
    that stands for no element of its own has a name with '#', which no XML id can hold. SpiffWorkflow's own start and
    end specs are not used, so no id is reserved.

    `listeners` are its event subprocesses that wait while it goes on, `compensation` the one that undoes it afterwards;
    `undoes` tells how each activity is undone, by element.
    """

    task_specs: "dict[str, NodeSpec]"
    compensator: "CompensatorSpec"

    def __init__(self, name: str, definition: "Definition", process: str) -> None:
        super().__init__(name=name)
        self.definition = definition
        self.process = process
        self.data_objects: dict[str, object] = {}
        self.starts: dict[str, Start] = {}
        self.none_starts: list[Start] = []
        self.listeners: list[ListenerSpec] = []
        self.compensation: EventSubProcessSpec | None = None
        self.undoes: dict[str, Undo] = {}
