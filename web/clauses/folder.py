"""The clause register as a file of the processes folder (`clauses.yaml`)."""

from functools import lru_cache
from pathlib import Path

import msgspec

from web.language import pick

FILE = "clauses.yaml"


class Clause(msgspec.Struct, frozen=True):
    """One clause in the document's words and in English; a repealed one holds no more."""

    id: str
    text: str
    text_en: str = ""
    lead: str = ""
    section: str = ""
    section_en: str = ""
    repealed: bool = False

    @property
    def title(self) -> str:
        """The document's heading under which the clause stands, in the reader's language."""
        return pick(self.section, self.section_en)


class _Register(msgspec.Struct, frozen=True):
    clauses: list[Clause]


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, Clause]:
    return {clause.id: clause for clause in parse(path.read_bytes())} if path.is_file() else {}


def parse(data: bytes) -> list[Clause]:
    """The clauses of a file. Raises msgspec.DecodeError for what is no register."""
    return msgspec.yaml.decode(data, type=_Register).clauses


def known(processes: Path) -> frozenset[str] | None:
    """The ids of the folder's clauses, against which citations are checked; None where it holds no register."""
    path = processes / FILE
    return frozenset(_read(path)) if path.is_file() else None


def register(processes: Path) -> list[Clause]:
    """The folder's clauses in the document's order, empty where it holds no register."""
    return list(_read(processes / FILE).values())
