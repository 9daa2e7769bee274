"""Trying decisions at a desk: what can be entered, which rules match it, and why there is no answer."""

from engine.diagrams.dmn.trial.attempt import Attempt, Matching, Problem, Required, attempt
from engine.diagrams.dmn.trial.fields import Field, fields

__all__ = ["Attempt", "Field", "Matching", "Problem", "Required", "attempt", "fields"]
