"""What an impact analysis finds: one verdict a case, with places and reasons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from engine.diagrams.matching import ElementMatch

Verdict: TypeAlias = Literal["goes_on", "needs_mapping", "differs", "stuck"]
"""In the order of their weight; a case gets the heaviest that applies.

goes_on        the same history, and every element that is under way is there
needs_mapping  so, once somebody has said which element one that is under way has become
differs        the new version would have gone another way, somewhere in the history
stuck          the case could not go on: what is under way has no place there, or stands still
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A name as the diagram has it, and in English ('' where it has none)."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case has its verdict: `reason_sentence` says it in either language.

    `element` of `process` ('' for the case's own) is the place, `seq` and `at` the step of the journal (0 for the
    present). `then` is what was decided, `now` what the new version would decide, from the same `inputs`. `details` fill
    the sentence of an obstacle.
    """

    code: str
    element: str
    process: str = ""
    name: Text = Text()
    seq: int = 0
    at: int = 0
    then: Text = Text()
    now: Text = Text()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseImpact:
    """One live case: `version` is the one it runs by, `reasons` are in the order of its history, the present last.

    `stands` are the elements where the new version would have it stand, `mapping` what the elements under way become
    where their ids differ. `stood_at` and `would_stand_at` are the innermost places (process, '' for its own, and element)
    where it stands by its version, and would by the new one. `moves` is whether a migration that maps as it was asked to
    would move it now, None where none was asked for.
    """

    instance_id: str
    case_number: str
    title: str
    version: int
    verdict: Verdict
    reasons: tuple[Reason, ...]
    stands: tuple[str, ...]
    mapping: tuple[ElementMatch, ...] = ()
    stood_at: tuple[tuple[str, str], ...] = ()
    would_stand_at: tuple[tuple[str, str], ...] = ()
    moves: bool | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """All cases, oldest first; `complete` is False where it was stopped before the last of them."""

    process_id: str
    target: str
    cases: tuple[CaseImpact, ...]
    complete: bool = True

    @property
    def summary(self) -> dict[Verdict, int]:
        """How many cases have which verdict."""
        counted = Counter(case.verdict for case in self.cases)
        return {verdict: counted[verdict] for verdict in ("goes_on", "needs_mapping", "differs", "stuck")}
