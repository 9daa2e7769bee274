"""The demo accounts that the sign-in page names first."""

from functools import cache
from pathlib import Path

import msgspec


@cache
def accounts() -> tuple[str, ...]:
    """Their ids, in the order in which a case meets them."""
    return tuple(msgspec.yaml.decode(Path(__file__).with_name("first.yaml").read_bytes(), type=list[str]))
