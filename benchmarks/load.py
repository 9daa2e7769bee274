"""What the parts have in common: who acts, the diagrams, empty databases, and how repeated figures are told."""

import itertools
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import structlog
from sqlalchemy import text

from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store import migrate, open_database
from tests.process_files import GROUP

DIAGRAMS = Path(__file__).parent / "diagrams"
"""What Tiaokuai and its peer both run (`diagrams/README.md`)."""

ACTOR = Actor("officer", frozenset({GROUP}))
TASKS = 10
FIRST_TASK = 2
"""The token of the first user task of a case of `chain`: the start event has 1, and a chain numbers its elements in order."""

STREET = "江川路街道"
Place = Callable[[], AbstractContextManager[str]]
"""Makes an empty database with the diagrams deployed and gives its URL."""


def quick() -> bool:
    """Whether `--quick` was asked for: the same tables from a tenth of the work, to try out and not to quote."""
    return "--quick" in sys.argv


def quiet() -> None:
    """Log warnings only."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))


def spread(values: Sequence[float], style: str = ",.0f") -> str:
    """The median of several runs, with the least and the greatest."""
    return f"{statistics.median(values):{style}} ({min(values):{style}}–{max(values):{style}})"


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the ascending values lie."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def completion(step: int) -> dict[str, object]:
    """What the completion number `step` of a case submits."""
    return {"result": "已处置", "checked": True, "step": step}


def start(engine: Engine, count: int, process: str = "chain") -> list[str]:
    """Start so many cases, one after the other; their ids."""
    return [engine.start(process, {"street": STREET, "number": number}, ACTOR) for number in range(count)]


def deploy(url: str) -> None:
    """Migrate the database and deploy the diagrams."""
    migrate(url)
    files = {path.name: path.read_bytes() for path in DIAGRAMS.iterdir() if path.suffix in (".bpmn", ".dmn")}
    with Engine(url) as engine:
        engine.deploy(files, ACTOR)


def postgresql(server: str, prefix: str) -> Place:
    """Databases `prefix`0, `prefix`1 … on a running server."""
    numbers = itertools.count()

    @contextmanager
    def make() -> Iterator[str]:
        url = new_database(server, f"{prefix}{next(numbers)}")
        deploy(url)
        yield url

    return make


def new_database(server: str, name: str) -> str:
    """The URL of a new, empty database on a running server."""
    with open_database(server).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return server.rpartition("/")[0] + f"/{name}"


@contextmanager
def sqlite() -> Iterator[str]:
    """A file of its own, deleted afterwards."""
    directory = Path(tempfile.mkdtemp(prefix="tiaokuai-benchmark-"))
    try:
        url = f"sqlite:///{directory / 'benchmark.db'}"
        deploy(url)
        yield url
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def server_version(server: str) -> str:
    """The line about PostgreSQL for `machine`."""
    with open_database(server).connect() as connection:
        shown = [
            str(connection.scalar(text(f"SHOW {name}")))
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        ]
    return "PostgreSQL   {}, fsync {}, synchronous_commit {}, shared_buffers {}".format(*shown)
