"""A scenario file as it is open: its text, what it says, and at which revision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from web.modeler.drafts.saving import Standing
from web.modeler.examples.writing import content


@dataclass(frozen=True, slots=True)
class Opened:
    """`content` is empty and `trouble` says why where the text is no YAML, or no scenario by its shape."""

    file: str
    text: str
    revision: str
    changed_by: str
    changed_at: int
    content: Mapping[str, Any] = field(default_factory=dict)
    trouble: str = ""

    @property
    def readable(self) -> bool:
        return not self.trouble

    @property
    def process(self) -> str:
        """The process that it plays."""
        return str(self.content.get("process", ""))

    @property
    def steps(self) -> list[Any]:
        steps = self.content.get("steps")
        return steps if isinstance(steps, list) else []

    @property
    def start(self) -> Mapping[str, Any]:
        start = self.content.get("start")
        return start if isinstance(start, dict) else {}


def opened(file: str, standing: Standing) -> Opened:
    """The file as the draft has it."""
    given: dict[str, Any] = {}
    trouble = ""
    text = ""
    try:
        text = (standing.body or b"").decode()
        read = content(text)
        if isinstance(read, dict):
            given = read
        elif text.strip():
            trouble = "a scenario is a record with a name, a process, a start and steps"
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        trouble = str(error)
    return Opened(file, text, standing.revision, standing.changed_by, standing.changed_at, given, trouble)
