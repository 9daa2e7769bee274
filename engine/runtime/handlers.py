"""The port behind which programmers' code runs service tasks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Engine as Database


@dataclass(frozen=True, slots=True)
class JobContext:
    """Where and when a handler runs.

    `idempotency_key` stays the same however often the job is tried: an effect outside the database is to be keyed by
    it. `now` is milliseconds since 1970. `database` is for the handler's own tables, in its own transactions.
    """

    instance_id: str
    token: int
    element: str
    idempotency_key: str
    now: int
    headers: Mapping[str, str]
    process_id: str
    database: Database


class Handler(Protocol):
    """One kind of service task, known to diagrams by `name` (`zeebe:taskDefinition type`)."""

    @property
    def name(self) -> str: ...

    @property
    def retries(self) -> int: ...

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        """Do the work outside any transaction and return the outputs.

        `inputs` are the variables visible at the task. Raises `BpmnError` to take the diagram's error path; any other
        exception is a failure: tried again with backoff, an incident once the retries are used up.
        """
        ...


@runtime_checkable
class SaysOutputs(Protocol):
    """A handler that tells the names of its outputs, so that the linter sees which branches would overwrite them."""

    @property
    def output_names(self) -> Collection[str]: ...


def returned(handlers: Mapping[str, Handler]) -> dict[str, Collection[str]]:
    """The names of what each handler returns, as far as it tells."""
    return {
        name: handler.output_names if isinstance(handler, SaysOutputs) else () for name, handler in handlers.items()
    }


class BpmnError(Exception):
    """A business error that the diagram may catch at a boundary event (BPMN 2.0.2 §10.5.6)."""

    def __init__(self, code: str, message: str = "", variables: Mapping[str, Any] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = dict(variables or {})
