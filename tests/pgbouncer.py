"""A real pgbouncer in front of a test cluster, pooling by transaction."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.postgres import USER, free_port

SERVER_CONNECTIONS = 2
"""Fewer than the clients below use, so that they surely share."""

SETTINGS = ("pool_mode = transaction", f"default_pool_size = {SERVER_CONNECTIONS}", "max_client_conn = 500")
"""As docs/deployment.md has them, with fewer server connections."""


class MissingPgbouncer(RuntimeError):
    """No pgbouncer on this machine: `sh tests/system-packages.sh` installs it."""


def program() -> str:
    """Where pgbouncer is. Raises `MissingPgbouncer`."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if found is None:
        raise MissingPgbouncer(MissingPgbouncer.__doc__)
    return found


def prepares() -> bool:
    """Whether the installed pgbouncer keeps prepared statements apart in transaction pooling (1.21 and later)."""
    said = subprocess.run([program(), "--version"], capture_output=True, text=True, check=True).stdout
    major, minor, *_ = said.split()[1].split(".")
    return (int(major), int(minor)) >= (1, 21)


@contextmanager
def pooled(url: str) -> Iterator[str]:
    """The URL of the same database through a pgbouncer with the settings of docs/deployment.md."""
    address = make_url(url)
    directory = Path(tempfile.mkdtemp(prefix="tiaokuai-pgbouncer-"))
    port = free_port()
    lines = [
        "[databases]",
        f"* = host={address.host} port={address.port} user={USER}",
        "[pgbouncer]",
        f"listen_port = {port}",
        "listen_addr = 127.0.0.1",
        f"unix_socket_dir = {directory}",
        "auth_type = any",
        *SETTINGS,
        *(["max_prepared_statements = 200"] if prepares() else []),
    ]
    (directory / "pgbouncer.ini").write_text("\n".join(lines) + "\n")
    if os.geteuid() == 0:
        for path in (directory, directory / "pgbouncer.ini"):
            shutil.chown(path, USER, USER)
    server = subprocess.Popen(
        [program(), str(directory / "pgbouncer.ini")],
        user=USER if os.geteuid() == 0 else None,
        cwd="/",
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        for line in server.stderr:
            if "process up" in line:
                break
        else:
            raise RuntimeError("pgbouncer ended before it listened")
        yield address.set(port=port).render_as_string(hide_password=False)
    finally:
        server.terminate()
        server.communicate()
        shutil.rmtree(directory)
