"""Names for instances, commands and messages."""

import os


def new_id(now: int) -> str:
    """32 hexadecimal characters that sort by time: 48 bits of `now` (milliseconds since 1970), 80 random bits."""
    return f"{now & 0xFFFFFFFFFFFF:012x}{os.urandom(10).hex()}"
