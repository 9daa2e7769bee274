"""What forms may read beside the case: the organisation, which the engine does not know but is given."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.diagrams.forms import ORGANISATION, Form

Organisation: TypeAlias = Callable[[int], Mapping[str, Any]]
"""The organisation as it is at a time (milliseconds since 1970), as the FEEL of forms reads it."""


def nobody(now: int) -> Mapping[str, Any]:
    """The organisation of an engine that was given none."""
    return {}


def around(form: Form | None, variables: Mapping[str, Any], organisation: Organisation, now: int) -> Mapping[str, Any]:
    """`variables` with the organisation, where the form reads it."""
    if form is None or ORGANISATION not in form.reads():
        return variables
    return {**variables, ORGANISATION: organisation(now)}
