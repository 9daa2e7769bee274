"""Service tasks (BPMN 2.0.2 §10.3.3.1) and what else a handler outside does: a later command completes or fails it."""

from typing import TYPE_CHECKING

from engine.diagrams.model import JobDefinition, ServiceTask
from engine.execution.events import JobOpened
from engine.execution.expressions import FormulaGroup, formula, shown
from engine.execution.nodes.node import NodeSpec
from engine.execution.open_work import OpenJob
from engine.execution.standstill import Standstill
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class ServiceTaskSpec(NodeSpec):
    """Waits for its job to be done."""

    def __init__(self, scope: "ScopeSpec", node: ServiceTask, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.call = JobCall(node)

    def start(self, token: Token) -> bool:
        self.call.open(token)
        return False


class JobCall:
    """Asks the handler that a task or an event names to run."""

    def __init__(self, wanted: ServiceTask | JobDefinition) -> None:
        self.headers = dict(wanted.headers)
        self.call = FormulaGroup([formula(wanted.type), formula(wanted.retries)])

    def open(self, token: Token) -> None:
        """Open the job of `token`. Raises Standstill where the name or the number of tries is none."""
        open_job(token, self.asked(token))

    def asked(self, token: Token) -> OpenJob:
        """The job as it would be opened now. Raises Standstill."""
        kind, retries = self.call.evaluate(token.scope, token.instance.now)
        if not isinstance(kind, str) or not kind:
            raise Standstill("expression", f"The name of the handler must be a text, but is {shown(kind)}.")
        if isinstance(retries, str) and retries.strip().isdecimal():
            retries = int(retries)
        if not isinstance(retries, int) or retries < 1:
            raise Standstill("expression", f"The number of tries must be 1 or more, but is {shown(retries)}.")
        return OpenJob(token.id, token.element, token.task_spec.process, kind, retries, self.headers)


def open_job(token: Token, job: OpenJob) -> None:
    """Ask for a handler to run."""
    token.instance.open.jobs[token.id] = job
    token.instance.events.append(
        JobOpened(
            token=job.token,
            element=job.element,
            type=job.type,
            retries=job.retries,
            process=job.process,
            headers=job.headers,
        )
    )
