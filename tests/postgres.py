"""A real PostgreSQL cluster in a temporary directory, for tests and benchmarks."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

USER = "postgres"


class MissingPostgresql(RuntimeError):
    """No PostgreSQL server programs on this machine: `sh tests/system-packages.sh` installs them."""


def programs() -> Path:
    """The directory of the newest installed PostgreSQL's programs. Raises `MissingPostgresql`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise MissingPostgresql(MissingPostgresql.__doc__)
    return Path(on_path).parent


@contextmanager
def cluster(*, fsync: bool, options: Sequence[str] = (), within: Path | None = None) -> Iterator[str]:
    """Start a cluster of its own and yield the URL of its database `postgres`; stopped and deleted afterwards.

    The server refuses to run as root, so root starts it as the user `postgres`. `options` are more `name=value` settings;
    `within` is the directory in which everything is kept, else the system's for temporary files.
    """
    with _directory(within) as directory:
        data = directory / "data"
        _run(["initdb", "-D", str(data), "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        settings = [
            "listen_addresses=127.0.0.1",
            f"fsync={'on' if fsync else 'off'}",
            f"synchronous_commit={'on' if fsync else 'off'}",
            "max_connections=100",
            "shared_buffers=128MB",
            *options,
        ]
        with _started(directory, settings) as port:
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"


@contextmanager
def away(url: str) -> Iterator[None]:
    """Stop a test cluster, as a crash does, and start it again on the same data and port."""
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    data = Path(row[0])
    _run(["pg_ctl", "-D", str(data), "-m", "immediate", "stop"])
    try:
        yield
    finally:
        _run(["pg_ctl", "-D", str(data), "-l", str(data.parent / "log"), "-w", "-t", "60", "start"])


@contextmanager
def replica(url: str) -> Iterator[str]:
    """Start a streaming replica of a test cluster and yield the URL of the same database on it."""
    address = make_url(url)
    with _directory() as directory:
        source = ["-h", str(address.host), "-p", str(address.port), "-U", USER]
        _run(
            [
                "pg_basebackup",
                *source,
                "-D",
                str(directory / "data"),
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync",
            ]
        )
        with _started(directory, []) as port:
            yield address.set(port=port).render_as_string(hide_password=False)


def data_directory(url: str) -> Path:
    """Where a running test cluster keeps its data."""
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return Path(row[0])


def restart(data: Path) -> None:
    """End a test cluster's server as a crash does, with every connection, if it runs; and start it again."""
    _run(["pg_ctl", "-D", str(data), "-l", str(data.parent / "log"), "-m", "immediate", "-w", "-t", "60", "restart"])


@contextmanager
def _directory(within: Path | None = None) -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="tiaokuai-postgresql-", dir=within))
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam(USER)
            os.chown(directory, account.pw_uid, account.pw_gid)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def _started(directory: Path, settings: Sequence[str]) -> Iterator[int]:
    """Run the server on the directory's data with more settings; yields its port."""
    data, port = directory / "data", free_port()
    with (data / "postgresql.conf").open("a") as configuration:
        for setting in (*settings, f"port={port}", f"unix_socket_directories={directory}"):
            name, _, value = setting.partition("=")
            configuration.write(f"{name} = '{value}'\n")
    _run(["pg_ctl", "-D", str(data), "-l", str(directory / "log"), "-w", "-t", "60", "start"])
    try:
        yield port
    finally:
        _run(["pg_ctl", "-D", str(data), "-m", "immediate", "stop"])


def _run(command: list[str]) -> None:
    program, *rest = command
    user = USER if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(programs() / program), *rest],
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr.strip()}")


def free_port() -> int:
    """A port of the loopback address that nobody listened on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
