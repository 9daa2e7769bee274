"""Unit ids as the organisation names the units: a document says 江川路派出所, never `jiangchuan-police`."""

from engine.runtime.handlers import JobContext
from handlers.documents.writing import OptionalLines, lines


def name(unit: str, context: JobContext) -> str:
    """The Chinese name of the unit with this id today; any other text stands as it is, without a colon at its end."""
    return "".join(names(unit.rstrip("：: "), context))


def names(units: OptionalLines, context: JobContext) -> tuple[str, ...]:
    """The same for each of a list, or for text with a unit a line."""
    known = {str(unit["value"]): str(unit["label"]) for unit in context.organisation(context.now).get("units", [])}
    return tuple(known.get(one, one) for one in lines(units))
