"""Starts processes that are warm at once: it imports the whole house, then forks a child for every request.

A child is as good as a process of its own: nothing but modules is there before the fork, no database connection, no
thread and no V8. Without it, importing would cost most of the time of hundreds of kills.

    python -m tests.fault.forker SOCKET        SOCKET: the number of an inherited Unix socket

A request is one JSON object with the child's standard output and error as file descriptors; the answer is its process
id. `{"wait": pid}` is answered with how it ended, as `subprocess` tells it.
"""

import json
import os
import runpy
import socket
import sys
import threading
import traceback
from typing import Any

from tests.fault import dying

WARM = ("tests.fault.driver", "tests.fault.house", "alembic.command")
LARGEST = 64 * 1024


def main() -> None:
    for module in WARM:
        __import__(module)
    import handlers.registry

    handlers.registry.load()
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
