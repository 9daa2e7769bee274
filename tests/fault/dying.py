"""How a process dies by itself: by SIGKILL, at a named point, or wherever it is after so many points of any name."""

import os
import signal
import threading
from collections import Counter

from engine.runtime import faults


def prepare(death: dict[str, str | int]) -> None:
    """`{"point": name, "nth": n}`: the nth time it is reached; `{"after": n}`: at the nth point; `{}`: never."""
    if not death:
        return
    lock = threading.Lock()
    reached: Counter[str] = Counter()

    def point(name: str) -> None:
        with lock:
            reached[name] += 1
            met = name == death.get("point") and reached[name] == death["nth"]
            if met or reached.total() == death.get("after"):
                os.kill(os.getpid(), signal.SIGKILL)

    faults.point = point
