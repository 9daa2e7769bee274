"""What another version of a process would mean for its live cases: each is tried on it from its journal, read-only."""

from engine.impact.assess import assess
from engine.impact.sentences import reason_sentence
from engine.impact.values import CaseImpact, Impact, Reason, Verdict

__all__ = ["CaseImpact", "Impact", "Reason", "Verdict", "assess", "reason_sentence"]
