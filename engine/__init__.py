"""Runs processes: reads diagrams, executes them deterministically, keeps a journal that can be proved.

`Engine` is the public face, and `TemporaryEngine` the same in a few lines (docs/embedding.md); the names here are what
their methods take, return and raise.
"""

from engine.diagrams.definition import Definition
from engine.diagrams.forms import Form
from engine.diagrams.matching import ElementMatch
from engine.embedding import Case, TemporaryEngine, TraceStep
from engine.errors import (
    AmendmentsLost,
    CommandRejected,
    ConcurrentUpdate,
    EngineError,
    ExcludedUser,
    FeelError,
    FeelUnavailable,
    Finding,
    InvalidForm,
    JournalBroken,
    MigrationRefused,
    NotAllowed,
    NotFound,
    Obstacle,
    Refused,
    TaskAlreadyClaimed,
    TaskNotOpen,
    UnsafeXml,
)
from engine.execution.open_work import OpenAdHoc, OpenJob, OpenUserTask
from engine.history import replay, verify
from engine.runtime.clock import Clock, ManualClock, SystemClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import Amended, Amendment, BpmnError, Handler, JobContext
from engine.runtime.labels import Labels
from engine.runtime.migrating import CaseMigration, MigrationPlan
from engine.runtime.permissions import Actor
from engine.runtime.settings import RuntimeSettings
from engine.runtime.views import (
    AmendmentRow,
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
    TaskRow,
    TaskView,
)
from engine.store import migrate

__all__ = [
    "Actor",
    "Amended",
    "Amendment",
    "AmendmentRow",
    "AmendmentsLost",
    "BpmnError",
    "Case",
    "CaseMigration",
    "CaseView",
    "ChoicePage",
    "ChoiceRow",
    "ChoiceView",
    "Clock",
    "CommandRejected",
    "CommandResult",
    "ConcurrentUpdate",
    "Counts",
    "Definition",
    "DefinitionRow",
    "DeployedDefinition",
    "ElementMatch",
    "Engine",
    "EngineError",
    "ExcludedUser",
    "FeelError",
    "FeelUnavailable",
    "Finding",
    "Form",
    "Handler",
    "IncidentRow",
    "InstancePage",
    "InvalidForm",
    "JobContext",
    "JournalBroken",
    "Labels",
    "ManualClock",
    "MigrationPlan",
    "MigrationRefused",
    "NotAllowed",
    "NotFound",
    "Obstacle",
    "OpenAdHoc",
    "OpenJob",
    "OpenUserTask",
    "Refused",
    "RuntimeSettings",
    "SystemClock",
    "TaskAlreadyClaimed",
    "TaskNotOpen",
    "TaskPage",
    "TaskRow",
    "TaskView",
    "TemporaryEngine",
    "TraceStep",
    "UnsafeXml",
    "migrate",
    "replay",
    "verify",
]
