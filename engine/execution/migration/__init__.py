"""Moving a live instance to another version of its process: surveyed as a whole first, then done, or not at all."""

from engine.execution.migration.move import migrate
from engine.execution.migration.sentences import Language, sentence
from engine.execution.migration.survey import obstacles

__all__ = ["Language", "migrate", "obstacles", "sentence"]
