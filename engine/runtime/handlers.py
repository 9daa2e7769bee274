"""The port behind which programmers' code runs service tasks."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Engine as Database

from engine.runtime.surroundings import Organisation, nobody


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to one file of a deployed process.

    `change` gets the files of the definition in force by name and returns the one it changed. `mark` is a text that the
    changed file holds, such as the number of the decision behind it: later deployments are checked for it. `reason` and
    `actor` (who confirmed it) go into the deployment's record.
    """

    mark: str
    reason: str
    actor: str
    change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Amended:
    """The definition that an amendment made."""

    process_id: str
    hash: str
    version: int


def no_amendments(process_id: str, amendment: Amendment) -> Amended:
    """What `amend` is where no engine runs the job. Raises RuntimeError."""
    raise RuntimeError("Only a job that an engine runs can amend a process.")


@dataclass(frozen=True, slots=True)
class JobContext:
    """Where and when a handler runs.

    `idempotency_key` stays the same however often the job is tried: an effect outside the database is to be keyed by
    it. `now` is milliseconds since 1970. `database` is for the handler's own tables, in its own transactions.
    `amend` changes one file of the process with the given id and puts the result into force as its next version, once
    for this job however often it is tried; running cases keep their version. It raises `NotFound`, `Refused` where the
    result may not be deployed, and ValueError where the change is none. `organisation` gives the units as forms read
    them, at a time in milliseconds since 1970.
    """

    instance_id: str
    token: int
    element: str
    idempotency_key: str
    now: int
    headers: Mapping[str, str]
    process_id: str
    database: Database
    amend: Callable[[str, Amendment], Amended] = no_amendments
    organisation: Organisation = nobody


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
