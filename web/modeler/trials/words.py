"""What a scenario found otherwise, in the reader's language."""

import re
from collections.abc import Mapping
from typing import Any

from web.language import Name, language
from web.scenarios.faults import sentence

_ID = re.compile(r"[A-Za-z0-9_-]+")


def mentioned(details: Mapping[str, str]) -> set[str]:
    """What in the details of a fault may be the id of somebody or something that has a name."""
    return {one for value in details.values() for one in _ID.findall(value)}


def faulted(result: Mapping[str, Any]) -> str:
    """The sentence of a played scenario's `code` and `details`, '' where it passed; ids by the names that are known."""
    if not result["code"]:
        return ""
    names = {id: Name(**name).said for id, name in result.get("names", {}).items()}
    details = {
        key: _ID.sub(lambda found: names.get(found[0], found[0]), value) for key, value in result["details"].items()
    }
    return sentence(result["code"], details, "en" if language() == "en" else "zh")
