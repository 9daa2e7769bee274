"""Lint rules, one file a family. An error keeps a diagram from being deployed; a warning never does."""

from engine.diagrams.rules.registry import check, check_file
from engine.diagrams.rules.subject import Context, Known

__all__ = ["Context", "Known", "check", "check_file"]
