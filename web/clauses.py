"""The clause register: what the policy document says, by clause id, for showing the basis of a task."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from web.language import pick
from web.services import services


class Clause(msgspec.Struct, frozen=True):
    """One clause in the document's words and in English."""

    id: str
    text: str
    text_en: str = ""
    lead: str = ""
    section: str = ""
    section_en: str = ""

    @property
    def title(self) -> str:
        """The document's heading under which the clause stands, in the reader's language."""
        return pick(self.section, self.section_en)


class _Register(msgspec.Struct, frozen=True):
    clauses: list[Clause]


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, Clause]:
    if not path.is_file():
        return {}
    read = msgspec.yaml.decode(path.read_bytes(), type=_Register)
    return {clause.id: clause for clause in read.clauses}


def known(processes: Path) -> frozenset[str] | None:
    """The ids of the folder's clauses, against which citations are checked; None where it holds no register."""
    path = processes / "clauses.yaml"
    return frozenset(_read(path)) if path.is_file() else None


def register(processes: Path) -> list[Clause]:
    """The folder's clauses in the document's order, empty where it holds no register."""
    return list(_read(processes / "clauses.yaml").values())


def cited(ids: Sequence[str]) -> list[Clause]:
    """The clauses of these ids, in their order; unknown ids are left out."""
    known = _read(services().settings.processes / "clauses.yaml")
    return [known[one] for one in ids if one in known]
