"""Reads the journal back: step by step, position by position, and whether it is true."""

from engine.history.difference import Difference
from engine.history.read import JournalStep, steps
from engine.history.replay import Position, ReplayedStep, replay
from engine.history.verify import Verified, verify

__all__ = ["Difference", "JournalStep", "Position", "ReplayedStep", "Verified", "replay", "steps", "verify"]
