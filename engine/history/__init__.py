"""Reads the journal back: step by step, position by position, and whether it is true."""

from engine.history.difference import Difference
from engine.history.read import JournalStep, steps
from engine.history.replay import Position, ReplayedStep, replay
from engine.history.verify import Verified, verify
from engine.history.versions import Version, by, versions

__all__ = [
    "Difference",
    "JournalStep",
    "Position",
    "ReplayedStep",
    "Verified",
    "Version",
    "by",
    "replay",
    "steps",
    "verify",
    "versions",
]
