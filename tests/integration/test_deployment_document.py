"""docs/deployment.md and the files of deploy/ name only what there is, and what they give is valid."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from tests.pgbouncer import SETTINGS
from web import districts
from web.cli import main
from web.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy/systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
FILES = [ROOT / "docs/deployment.md", *UNITS, ROOT / "deploy/Containerfile", ROOT / "deploy/tiaokuai.env.example"]
INSTALLED = "/opt/tiaokuai/.venv/bin/tiaokuai"


def block(language: str) -> str:
    """The page's only example in this language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def unit(path: Path) -> dict[str, list[str]]:
    """The settings of a unit's service, each with all its values."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {f"TIAOKUAI_{name.upper()}" for name in Settings.__dataclass_fields__}
    named = set(re.findall(r"TIAOKUAI_[A-Z0-9_]*[A-Z0-9]", path.read_text(encoding="utf-8")))
    assert {name for name in named if name not in known and not name.startswith("TIAOKUAI_OUTSIDE_")} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_that_is_named_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    called = re.findall(r"(?:`|bin/|    )tiaokuai (?:--district \S+ )?([a-z]+)", text)
    assert {name for name in called if name not in main.commands} == set()


def test_every_benchmark_and_table_that_is_named_exists() -> None:
    figures = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| ([^|]+) \| `python -m benchmarks\.(\w+)` \|", PAGE)
    assert len(rows) == PAGE.count("`python -m benchmarks.")
    for title, name in rows:
        assert (ROOT / f"benchmarks/{name}.py").is_file(), name
        assert f"\n## {title} (`benchmarks.{name}`)" in figures


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ROOT / "docs" / target).is_file(), target
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(#([^)]+)", PAGE):
        assert target in headings


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_starts_a_command_as_nobody_special_and_leaves_it_time_to_stop(path: Path) -> None:
    service = unit(path)
    (start,) = service["ExecStart"]
    assert start.startswith(f"{INSTALLED} ")
    assert start.split()[1] in main.commands
    assert service["User"] == ["tiaokuai"]
    assert service["ProtectSystem"] == ["strict"]
    assert service["CapabilityBoundingSet"] == [""]
    if service["Type"] == ["exec"]:
        assert service["Restart"] == ["on-failure"]
        assert int(service["TimeoutStopSec"][0]) > Settings().stop_seconds + 30
        assert PAGE.count(f"after {service['TimeoutStopSec'][0]} s") == 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd to judge units")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_takes_the_unit_as_it_is(path: Path, tmp_path: Path) -> None:
    for each in UNITS:
        (tmp_path / each.name).write_text(each.read_text(encoding="utf-8").replace(INSTALLED, "/bin/true"))
    name = path.name.replace("@.", "@8000.")
    (tmp_path / name).write_text((tmp_path / path.name).read_text())
    judged = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert (judged.returncode, [line for line in judged.stderr.splitlines() if "tiaokuai" in line]) == (0, [])


def test_the_image_copies_what_there_is_and_runs_as_a_number() -> None:
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    copied = [one for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for one in line.split()[:-1]]
    assert {"engine", "handlers", "web", "processes"} <= set(copied)
    assert [one for one in copied if not (ROOT / one).exists()] == []
    assert re.findall(r"^USER (\d+)$", text, re.MULTILINE)[-1] != "0"
    assert re.findall(r'^CMD \["(\w+)"\]$', text, re.MULTILINE)[-1] in main.commands


def test_the_settings_of_pgbouncer_are_those_that_are_tested() -> None:
    written = RawConfigParser()
    written.read_string(block("ini"))
    tested = dict(line.split(" = ") for line in SETTINGS)
    given = dict(written["pgbouncer"])
    assert given.keys() == tested.keys()
    assert {name for name in given if given[name] != tested[name]} == {"default_pool_size"}


def test_the_file_of_districts_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "districts.yaml"
    path.write_text(block("yaml"), encoding="utf-8")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in entries.values():
        entry["settings"].pop("OUTSIDE_HOTLINE_PUSH_TOKEN_SHA256", None)  # shortened on the page
    path.write_text(yaml.safe_dump(entries, sort_keys=True), encoding="utf-8")
    assert [one.key for one in districts.read(path, {})] == ["changning", "xuhui"]


def test_the_query_to_watch_runs_on_the_schema(postgresql: str) -> None:
    database = sa.create_engine(postgresql.rpartition("/")[0] + "/template", poolclass=sa.NullPool)
    with database.connect() as connection:
        assert connection.execute(sa.text(block("sql").replace(":", "\\:"))).all() == []
