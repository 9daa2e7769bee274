"""Decision tables and decision graphs (DMN 1.1 to 1.5): reading, refusing, deciding.

Read are decision tables with every hit policy, literal expressions, contexts, lists, relations, functions,
invocations, business knowledge models, item definitions and required decisions.
"""

from engine.diagrams.dmn.model import DecisionModel, DecisionResult
from engine.diagrams.dmn.reading import read

__all__ = ["DecisionModel", "DecisionResult", "read"]
