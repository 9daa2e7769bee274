"""Form values that no browser sent, of scenarios, the demo and the programs' door, as one would send them."""

from collections.abc import Mapping
from typing import Any


def submitted(form: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Texts by field; a list stays one, an unticked box and an empty value are not sent."""
    sent = {key: _sent(value) for key, value in form.items()}
    return {key: value for key, value in sent.items() if value != ""}


def _sent(value: Any) -> str | list[str]:
    match value:
        case None | False:
            return ""
        case True:
            return "on"
        case list():
            return [str(item) for item in value]
    return str(value)
