"""Lint rules over the model, one file a family. A diagram is deployed only when none of them finds anything."""

from engine.diagrams.rules.identities import duplicate_ids
from engine.diagrams.rules.registry import check
from engine.diagrams.rules.subject import Context, Known

__all__ = ["Context", "Known", "check", "duplicate_ids"]
