"""Starts processes that are warm at once: it imports the whole house, then forks a child for every request.

A child is as good as a process of its own: nothing but modules is there before the fork, no database connection, no
thread and no V8. Without it, importing would cost most of the time of hundreds of kills.

    python -m tests.fault.forker SOCKET        SOCKET: the number of an inherited Unix socket

A request is one JSON object with the child's standard output and error as file descriptors; the answer is its process
id. `{"wait": pid}` is answered with how it ended, as `subprocess` tells it.
"""

import gc
import json
import os
import runpy
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from tests.fault import dying

HOUSE = ("engine", "handlers", "web")
BESIDE = ("sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite.pysqlite", "tests.fault.case")
LARGEST = 64 * 1024


def main() -> None:
    for module in (*BESIDE, *(name for package in HOUSE for name in modules(package))):
        import_module(module)
    gc.freeze()
    control = socket.socket(fileno=int(sys.argv[1]))
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, LARGEST, 2)
        if not data:
            return
        request = json.loads(data)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = fork(request, descriptors, control)
        control.sendall(json.dumps(answer).encode() + b"\n")


def modules(package: str) -> Iterator[str]:
    """The package and all in it; a migration is no module, and a program is run, not imported."""
    yield package
    for found in walk_packages(import_module(package).__path__, f"{package}."):
        if ".migrations." not in found.name and not found.name.endswith("__main__"):
            yield found.name


def fork(request: dict[str, Any], descriptors: list[int], control: socket.socket) -> int:
    assert threading.active_count() == 1, "a thread was started before the fork"
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    status = 1
    try:
        control.close()
        for standard, descriptor in enumerate(descriptors, start=1):
            os.dup2(descriptor, standard)
            os.close(descriptor)
        run(request)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  told as the interpreter would
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run(request: dict[str, Any]) -> None:
    """What `python -m MODULE ARGUMENTS` does."""
    os.environ.update(request["environment"])
    dying.prepare(request["death"])
    sys.argv = [request["module"], *request["arguments"]]
    runpy.run_module(request["module"], run_name="__main__")


if __name__ == "__main__":
    main()
