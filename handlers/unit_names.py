"""Units by name in what people read."""

from collections.abc import Iterable

from engine.runtime.handlers import JobContext


def named(words: Iterable[str], context: JobContext) -> list[str]:
    """Each text that is the id of a unit of today's organisation as its Chinese name, any other as it is."""
    units = context.organisation(context.now).get("units", [])
    names = {str(one["value"]): str(one["label"]) for one in units}
    return [names.get(word, word) for word in words]
