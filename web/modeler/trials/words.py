"""What a scenario found otherwise, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from web.language import language
from web.scenarios.faults import sentence


def faulted(result: Mapping[str, Any]) -> str:
    """The sentence of a played scenario's `code` and `details`, '' where it passed."""
    if not result["code"]:
        return ""
    return sentence(result["code"], result["details"], "en" if language() == "en" else "zh")
