"""One request to one address: verified TLS, no proxy, no redirect, bounded in time and size."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

Send: TypeAlias = "Callable[[str, str, bytes | None, Mapping[str, str], float], Answer]"
"""As `send`."""

LONGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; the rest is not waited for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever the status; at most LONGEST_ANSWER bytes of it."""

    status: int
    body: bytes


class NoAnswer(Exception):
    """The request may or may not have arrived. `reason`: nobody answered, or not as somebody to be trusted."""

    def __init__(self, reason: Literal["silent", "untrusted"]) -> None:
        super().__init__(reason)
        self.reason = reason


def send(method: str, address: str, body: bytes | None, headers: Mapping[str, str], seconds: float) -> Answer:
    """Send the request and read its answer, at most `seconds` for each of connecting and answering. Raises NoAnswer."""
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(_connection(parts.scheme, parts.hostname or "", parts.port, seconds)) as connection:
        try:
            connection.connect()
            with _Limit(connection.sock, seconds):
                connection.request(method, target, body, dict(headers))
                return _read(connection.getresponse())
        except ssl.SSLCertVerificationError as error:
            raise NoAnswer("untrusted") from error
        except (OSError, HTTPException) as error:
            raise NoAnswer("silent") from error


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=seconds)


def _read(response: HTTPResponse) -> Answer:
    body = b""
    # The status is what counts: an answer that breaks off afterwards was given all the same.
    with suppress(OSError, HTTPException):
        body = response.read(LONGEST_ANSWER)
    return Answer(response.status, body)


class _Limit:
    """Ends the connection after so long, because a socket's own timeout starts anew with every byte that drips in."""

    def __init__(self, connected: socket.socket, seconds: float) -> None:
        self._connected = connected
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        with suppress(OSError):
            socket.socket.shutdown(self._connected, socket.SHUT_RDWR)
