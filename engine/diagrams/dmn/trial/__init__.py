"""Trying decisions at a desk: what can be entered, which rules match it, and why there is no answer."""

from engine.diagrams.dmn.trial.attempt import Attempt, Matching, Problem, Required, attempt
from engine.diagrams.dmn.trial.fields import Field, fields
from engine.diagrams.dmn.trial.gaps import Checked, Place, check

__all__ = ["Attempt", "Checked", "Field", "Matching", "Place", "Problem", "Required", "attempt", "check", "fields"]
