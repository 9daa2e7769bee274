"""What people see of the changes that rulings make to procedures."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner, Result

from engine.runtime.engine import Engine
from engine.runtime.handlers import Amendment, JobContext
from engine.runtime.permissions import Actor
from tests.process_files import chain, service_task, user_task
from tests.unit.web.conftest import World
from web.cli import main

PROCEDURE = Path(__file__).with_name("procedure")
RULING = "ruling 1"
FILES = {
    "target.bpmn": chain(user_task("one"), id="target"),
    "ruling.bpmn": chain(service_task("amend", "amend"), id="ruling"),
}
POLICY = Actor("zhi")
Run = Callable[..., Result]


class Amend:
    """Renames a procedure after the ruling."""

    name = "amend"
    retries = 1

    def __init__(self, process: str, name: str) -> None:
        self._process = process
        self._old = name.encode()

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        def change(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
            name = f"{self._process}.bpmn"
            return {name: files[name].replace(self._old, RULING.encode())}

        context.amend(self._process, Amendment(RULING, "it recurs", "zhi", change))
        return {}


def rule(database: Any, amend: Amend) -> None:
    """Let a ruling amend what is deployed in `database`."""
    with Engine(database, {"amend": amend}) as engine:
        engine.deploy({"ruling.bpmn": FILES["ruling.bpmn"]}, POLICY)
        engine.start("ruling", {}, POLICY)
        engine.run_until_idle()
        assert [one.mark for one in engine.amendments()] == [RULING]


def test_the_page_lists_rulings_and_refuses_files_without_them(world: World) -> None:
    rule(world.engine.database, Amend("pothole", "已填平"))
    zhi = world.signed_in("zhi")
    assert RULING in zhi.get("/operations")
    files = {file.name: file.read_bytes() for file in PROCEDURE.iterdir()}
    files["pothole.bpmn"] = files["pothole.bpmn"].replace("已填平".encode(), "已修好".encode())
    sent = [(BytesIO(data), name) for name, data in files.items()]
    imported = zhi.send("/workshop/pothole/", "/workshop/pothole/import", files=sent)
    assert imported.status_code == 200
    answer = zhi.send("/workshop/pothole/propose", "/workshop/pothole/propose")
    assert answer.status_code == 422
    assert f"缺少流程运行期间裁定增加的内容：{RULING}" in answer.text


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The commands, on a folder with one procedure that a ruling has amended."""
    folder = tmp_path / "processes"
    folder.mkdir()
    (folder / "target.bpmn").write_bytes(FILES["target.bpmn"])
    (folder / "clauses.yaml").write_text("clauses: []\n", encoding="utf-8")
    (folder / "organisation.yaml").write_text("units: []\nroles: []\npeople: []\n", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'tiaokuai.db'}"
    monkeypatch.setenv("TIAOKUAI_DATABASE_URL", url)
    monkeypatch.setenv("TIAOKUAI_PROCESSES", str(folder))
    monkeypatch.setattr(structlog, "configure", lambda **_: None)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    assert invoke("migrate").exit_code == 0
    assert "target version 1" in invoke("deploy").output
    rule(url, Amend("target", "target name"))
    return invoke


def test_deploying_again_keeps_the_ruling_and_says_so(run: Run) -> None:
    assert f"target version 2 (unchanged), keeps {RULING}" in run("deploy").output
    assert "target version 2" in run("amendments").output
    assert "zhi: it recurs" in run("amendments").output


def test_rulings_are_written_into_the_files(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "processes/target.bpmn"
    assert f"written: {file}" in run("amendments", "--write").output
    assert RULING in file.read_text(encoding="utf-8")
    assert "target version 2 (unchanged)" in run("deploy").output


def test_an_edited_file_is_refused_until_the_ruling_is_withdrawn(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "processes/target.bpmn"
    file.write_bytes(chain(user_task("two"), id="target"))
    refused = run("deploy")
    assert refused.exit_code == 1
    assert RULING in refused.output
    assert f"add the row of {RULING} by hand" in run("amendments", "--write").output
    assert "target version 3\n" in run("deploy", "--withdraw-amendments").output
    assert run("amendments").output == ""
