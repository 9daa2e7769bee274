"""The outside systems as a scenario plays them: no network, the answers that the script gives."""

from collections.abc import Mapping

from handlers import registry
from handlers.connectors.http import Answer
from handlers.connectors.systems import OutsideSystem, SystemId
from handlers.typed import TypedHandler

Answers = Mapping[SystemId, list[int]]
"""The HTTP statuses that each system answers with, one a report; the last one holds for all after it."""

_TOKEN = "played-in-a-scenario"  # noqa: S105  (nobody is shown it)


def handlers(answers: Answers) -> Mapping[str, TypedHandler]:
    """The handlers of the house; systems that are not in `answers` are not set up."""
    left = {_address(id): list(statuses) for id, statuses in answers.items()}

    def send(method: str, address: str, body: bytes | None, headers: Mapping[str, str], seconds: float) -> Answer:
        statuses = left[address]
        return Answer(statuses.pop(0) if len(statuses) > 1 else statuses[0], b"")

    systems = {
        id: OutsideSystem(id=id, address=_address(id), token=_TOKEN) for id, statuses in answers.items() if statuses
    }
    return registry.load(systems, send)


def _address(id: SystemId) -> str:
    return f"https://{id}.invalid/"
