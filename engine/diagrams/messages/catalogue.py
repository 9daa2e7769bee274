"""Rule id and parameters become a sentence in the reader's language."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from engine.diagrams.messages import (
    activities,
    attributes,
    data,
    decisions,
    deployment,
    drawing,
    elements,
    events,
    executable_events,
    feel_reasons,
    flows,
    forms,
    nets,
    reading,
    rivals,
    sizes,
    structure,
    texts,
    triggers,
    ways,
)
from engine.diagrams.messages.entry import Entry, Sentence
from engine.errors import Finding

Language: TypeAlias = Literal["zh", "en"]

_FAMILIES = (
    reading,
    elements,
    attributes,
    structure,
    flows,
    events,
    triggers,
    executable_events,
    rivals,
    activities,
    data,
    texts,
    deployment,
    decisions,
    forms,
    nets,
    ways,
    sizes,
    drawing,
)

_ENTRIES: Mapping[str, Entry] = {rule: said for family in _FAMILIES for rule, said in family.ENTRIES.items()}


def rules() -> Mapping[str, Entry]:
    """Every rule of the diagrams' reading and linting, with its sentences."""
    return _ENTRIES


def finding(rule: str, file: str, element: str = "", name: str = "", line: int = 0, /, **parameters: str) -> Finding:
    """A finding of `rule`, its English sentences filled with `parameters`. Raises KeyError for an unknown rule."""
    said = _ENTRIES[rule]
    english = said.en
    return Finding(
        rule=rule,
        file=file,
        element=element,
        name=name,
        message=english.message.format(**parameters),
        remedy=english.remedy.format(**parameters),
        line=line,
        parameters=dict(parameters),
        severity=said.severity,
    )


def sentence(found: Finding, language: Language) -> Sentence:
    """What is wrong and how to mend it; in English where the catalogue does not know the rule."""
    entry = _ENTRIES.get(found.rule)
    if entry is None or language == "en":
        return Sentence(found.message, found.remedy)
    parameters = feel_reasons.in_chinese(found.parameters)
    return Sentence(entry.zh.message.format(**parameters), entry.zh.remedy.format(**parameters))
