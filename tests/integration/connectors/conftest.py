"""The outside systems as a stand-in on a loopback port, and servers that answer by script."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from web.stand_in import StandIn

Script = Callable[[socket.socket], None]
Scripted = Callable[[Script], str]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.stop()


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """Makes a server that does `script` with each connection once the request's head has come; returns its address."""
    listening: list[socket.socket] = []

    def serve(script: Script) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)
        threading.Thread(target=_answer, args=(server, script), daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/reports"

    yield serve
    for server in listening:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


def _answer(server: socket.socket, script: Script) -> None:
    with suppress(OSError):
        while True:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(65536)
                script(connection)
