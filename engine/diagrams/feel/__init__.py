"""FEEL, the expression language of diagrams, tables and forms (DMN 1.5 chapter 10).

The engine is feelin, run in an embedded V8 without input, output or clock, within a limit of steps.
"""

from engine.diagrams.feel.calendar import Calendar, installed, read_calendar, using
from engine.diagrams.feel.contexts import remembering
from engine.diagrams.feel.expressions import check, check_test, evaluate, names

__all__ = [
    "Calendar",
    "check",
    "check_test",
    "evaluate",
    "installed",
    "names",
    "read_calendar",
    "remembering",
    "using",
]
