"""Which variables an element of a diagram can read, what they are called and where they come from: for editors."""

from engine.diagrams.variables.decided import outcome
from engine.diagrams.variables.known import known_at
from engine.diagrams.variables.variable import Sources, Variable, VariableKind

__all__ = ["Sources", "Variable", "VariableKind", "known_at", "outcome"]
