"""What both sides of the comparison can do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DIAGRAMS = Path(__file__).parent.parent / "diagrams"


@dataclass(frozen=True, slots=True)
class Measured:
    """How often something was done, and in how many seconds of the clock on the wall."""

    count: int
    seconds: float

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(self.count + other.count, self.seconds + other.seconds)

    @property
    def rate(self) -> float:
        """Times a second."""
        return self.count / self.seconds


class Contender(Protocol):
    """An engine with the diagrams of `DIAGRAMS` deployed; it works only when asked."""

    name: str
    processes: list[int]
    """Their numbers: what the operating system counts their time by, the database's own processes aside."""

    def start(self, process: str, workers: int, cases: int) -> Measured:
        """Start so many cases in each of `workers` threads or processes. Cases with user tasks stay open."""

    def open(self, process: str) -> int:
        """Find the open user tasks of the cases just started; how many there are. Not a part of any measurement."""

    def complete(self, process: str) -> Measured:
        """Complete the user tasks that `open` found, in as many workers as started the cases."""
