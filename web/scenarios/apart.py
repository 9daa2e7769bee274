"""What keeps a process that plays scenarios from everything outside: no network, no other database, no other program.

Handlers and diagrams get nothing by which they could reach out; this holds should one find a way all the same.
"""

import os
import resource
import sys
import threading
import time
from pathlib import Path
from typing import Any

MEGABYTES = 1024
"""Memory that one process may take: an engine with all procedures takes about 250 MB."""

OVERWEIGHT = 77
"""How the process ends when it takes more."""

_FORBIDDEN = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
    }
)


class Forbidden(PermissionError):
    """Something in a scenario tried to reach what it must not."""


def set_apart(folder: Path) -> None:
    """From now on this process reaches no network, starts no program, opens no database outside `folder`, and ends with
    OVERWEIGHT when it takes more than MEGABYTES. It cannot be undone."""
    inside = str(folder.resolve()) + os.sep

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise Forbidden(f"A scenario may not do this: {event}")
        if event == "sqlite3.connect" and not _is_own(str(args[0]), inside):
            raise Forbidden(f"A scenario may not open this database: {args[0]}")

    sys.addaudithook(hook)
    threading.Thread(target=_weigh, name="weighing", daemon=True).start()


def _is_own(database: str, inside: str) -> bool:
    return database == ":memory:" or os.path.realpath(database).startswith(inside)


def _weigh() -> None:
    unit = 1024 if sys.platform == "darwin" else 1
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit < MEGABYTES * 1024:
        time.sleep(0.2)
    os._exit(OVERWEIGHT)
