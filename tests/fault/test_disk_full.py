"""The disk is full, mid-load: what cannot be written is not acknowledged, and the house goes on once there is space.

A real small file system, which only root may mount; and a limit on the size of files, which anybody may set, and which
the database meets in the same places.
"""

import errno
import os
import random
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from engine.store import migrate
from tests.fault.district.files import install
from tests.fault.district.world import World
from tests.fault.processes import Forker
from tests.fault.waiting import until
from tests.postgres import cluster, data_directory, restart

pytestmark = pytest.mark.fault

ROUNDS = 3
REFUSED = 5
"""How many answers fail to come before there is space again."""

MEGABYTE = 2**20


class Disk:
    """A file system of its own, which can be filled up."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._ballast = directory / "ballast"

    def fill(self) -> None:
        """Leave no space at all."""
        with self._ballast.open("wb", buffering=0) as file:
            size = MEGABYTE
            while size:
                try:
                    file.write(bytes(size))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    size //= 2

    def free(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[Disk]:
    """So many megabytes, where PostgreSQL's user may go too."""
    directory = Path(tempfile.mkdtemp(prefix="tiaokuai-disk-"))
    directory.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}m,mode=1777", "tiaokuai-test", str(directory)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        directory.rmdir()
        pytest.skip(f"A FULL DISK IS NOT TESTED HERE: mounting a small file system needs root ({done.stderr.strip()})")
    try:
        yield Disk(directory)
    finally:
        subprocess.run(["umount", "--lazy", str(directory)], check=True)
        directory.rmdir()


@pytest.mark.parametrize("disk", [24], indirect=True)
def test_sqlite_on_a_full_disk(disk: Disk, forker: Forker, chance: random.Random) -> None:
    url = f"sqlite:///{disk.directory / 'tiaokuai.db'}"
    migrate(url)
    install(url)
    with World(url, forker) as world:
        server = world.serve()
        for _ in range(ROUNDS):
            world.wait_for(chance.randint(5, 15), server)
            disk.fill()
            refused = world.unanswered() + REFUSED
            until(lambda refused=refused: world.unanswered() >= refused, "clients get no answer")  # type: ignore[misc]
            world.check()
            disk.free()
            world.hotline.let_in(4)
        world.wait_for(10, server)
        world.stop(server)
        world.finish()


def test_sqlite_at_a_limit_of_its_files_size(tmp_path: Path, forker: Forker, chance: random.Random) -> None:
    url = f"sqlite:///{tmp_path / 'tiaokuai.db'}"
    migrate(url)
    install(url)
    with World(url, forker) as world:
        server = world.serve()
        _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        for _ in range(ROUNDS):
            world.wait_for(chance.randint(5, 15), server)
            log = os.stat(tmp_path / "tiaokuai.db-wal").st_size
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (log, most))
            refused = world.unanswered() + REFUSED
            until(lambda refused=refused: world.unanswered() >= refused, "clients get no answer")  # type: ignore[misc]
            world.check()
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, most))
            world.hotline.let_in(4)
        world.wait_for(10, server)
        world.stop(server)
        world.finish()


@pytest.mark.parametrize("disk", [192], indirect=True)
def test_postgresql_on_a_full_disk(disk: Disk, forker: Forker, chance: random.Random) -> None:
    """First its tables cannot grow; then it has no room for its log and gives up, and is started again with space."""
    with cluster(fsync=True, options=["max_wal_size=64MB", "min_wal_size=32MB"], within=disk.directory) as url:
        migrate(url)
        install(url)
        data = data_directory(url)
        with World(url, forker) as world:
            server = world.serve()
            for number in range(ROUNDS):
                world.wait_for(chance.randint(5, 15), server)
                disk.fill()
                if number == 0:
                    world.hotline.let_in(40)
                else:
                    exhaust_log(url)
                refused = world.unanswered() + REFUSED
                until(lambda refused=refused: world.unanswered() >= refused, "clients get no answer")  # type: ignore[misc]
                disk.free()
                restart(data)
                world.check()
                world.hotline.let_in(4)
            world.wait_for(10, server)
            world.stop(server)
            world.finish()


def exhaust_log(url: str) -> None:
    """Begin new files of the write-ahead log until there is no space for one."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            while True:
                connection.execute("SELECT txid_current()")
                connection.execute("SELECT pg_switch_wal()")
    except psycopg.OperationalError:
        return
