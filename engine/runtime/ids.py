"""Names for instances, commands and messages."""

import os
import threading

_RANDOM = 1 << 79
"""A first name of a millisecond leaves as much room above it."""

_STEP = 1 << 40

_lock = threading.Lock()
_last = (0, 0)


def new_id(now: int) -> str:
    """32 hexadecimal characters that sort by time: 48 bits of `now` (milliseconds since 1970), 80 random bits.

    Those that one process makes in the same millisecond sort in the order in which they were made.
    """
    global _last  # one sequence a process is the point
    with _lock:
        millisecond, number = _last
        if millisecond == now:
            number += 1 + int.from_bytes(os.urandom(5), "big") % _STEP
        else:
            number = int.from_bytes(os.urandom(10), "big") % _RANDOM
        _last = (now, number)
    return f"{now & 0xFFFFFFFFFFFF:012x}{number:020x}"
