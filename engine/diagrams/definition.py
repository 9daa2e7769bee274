"""A deployed process definition: everything one process needs to run, immutable and known by its content.

The hash covers the process's file, the decisions, the forms and the called definitions it is bound to, so two
installations with equal files have equal hashes, and a history can name exactly what it was executed by.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagrams.dmn import DecisionModel
from engine.diagrams.feel import Calendar
from engine.diagrams.forms import Form
from engine.diagrams.model import Diagram, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One executable process with all that it is bound to.

    `hash` is the hex SHA-256 of `manifest`, canonical JSON that names process id and the SHA-256 of every resource and
    called definition. `resources` holds those resources' bytes by SHA-256; `called` the definitions bound to call
    activities by process id; `decisions` by decision id; `forms` by form id. `calendar` is the edition of working days
    that it was deployed with, None when nothing in it or in what it calls reckons with them.
    """

    hash: str
    manifest: bytes
    process: Process
    diagram: Diagram
    decisions: Mapping[str, DecisionModel]
    forms: Mapping[str, Form]
    called: Mapping[str, "Definition"]
    resources: Mapping[str, bytes]
    calendar: Calendar | None = None
