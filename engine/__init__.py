"""Runs processes: reads diagrams, executes them deterministically, keeps a journal that can be proved.

`Engine` is the public face; the names here are what its methods take, return and raise.
"""

from engine.errors import (
    CommandRejected,
    ConcurrentUpdate,
    EngineError,
    ExcludedUser,
    FeelError,
    FeelUnavailable,
    Finding,
    InvalidForm,
    JournalBroken,
    NotAllowed,
    NotFound,
    Refused,
    TaskAlreadyClaimed,
    TaskNotOpen,
    UnsafeXml,
)
from engine.history import replay, verify
from engine.runtime.clock import Clock, ManualClock, SystemClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import BpmnError, Handler, JobContext
from engine.runtime.labels import Labels
from engine.runtime.permissions import Actor
from engine.runtime.settings import RuntimeSettings
from engine.runtime.views import (
    CaseView,
    ChoicePage,
    ChoiceRow,
    ChoiceView,
    CommandResult,
    Counts,
    DefinitionRow,
    DeployedDefinition,
    IncidentRow,
    InstancePage,
    TaskPage,
    TaskView,
)
from engine.store import migrate

__all__ = [
    "Actor",
    "BpmnError",
    "CaseView",
    "ChoicePage",
    "ChoiceRow",
    "ChoiceView",
    "Clock",
    "CommandRejected",
    "CommandResult",
    "ConcurrentUpdate",
    "Counts",
    "DefinitionRow",
    "DeployedDefinition",
    "Engine",
    "EngineError",
    "ExcludedUser",
    "FeelError",
    "FeelUnavailable",
    "Finding",
    "Handler",
    "IncidentRow",
    "InstancePage",
    "InvalidForm",
    "JobContext",
    "JournalBroken",
    "Labels",
    "ManualClock",
    "NotAllowed",
    "NotFound",
    "Refused",
    "RuntimeSettings",
    "SystemClock",
    "TaskAlreadyClaimed",
    "TaskNotOpen",
    "TaskPage",
    "TaskView",
    "UnsafeXml",
    "migrate",
    "replay",
    "verify",
]
