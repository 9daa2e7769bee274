"""Decision tables and decision graphs (DMN 1.1 to 1.5): reading, refusing, deciding.

Read are decision tables with every hit policy and every other boxed expression, business knowledge models, decision
services, item definitions, required decisions and imports between files.
"""

from engine.diagrams.dmn.imports import self_contained
from engine.diagrams.dmn.model import DecisionModel, DecisionResult
from engine.diagrams.dmn.reading import read

__all__ = ["DecisionModel", "DecisionResult", "read", "self_contained"]
