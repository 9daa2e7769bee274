"""The stand-in: a system that keeps its contract, a page that shows and pushes, and no door for others' pages."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from handlers.connectors.http import send
from handlers.connectors.systems import NAMES, OutsideSystem
from tests.integration.connectors.world import TOKENS, installed
from web.cli import main
from web.settings import Settings
from web.stand_in import StandIn


def press(stand_in: StandIn, headers: Mapping[str, str] | None = None, **form: str) -> str:
    """Send a form of the page and read the page that comes back."""
    data = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(stand_in.address, data, dict(headers or {}))
    with urllib.request.urlopen(request) as answer:
        return str(answer.read().decode())


def test_a_key_with_another_report_is_refused(stand_in: StandIn) -> None:
    system = stand_in.system("grid")
    headers = {"Authorization": f"Bearer {system.token}", "Idempotency-Key": "k1"}
    statuses = [send("POST", system.address, body, headers, 10).status for body in (b"{}", b"{}", b'{"a": 1}', b"[")]
    assert statuses == [200, 200, 422, 400]
    assert [told.times for told in stand_in.book.told] == [3]


def test_its_page_pushes_asks_and_shows(stand_in: StandIn, sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "tiaokuai.db"
    path.write_bytes(sqlite_template.read_bytes())
    with installed(f"sqlite:///{path}") as outside:
        stand_in.caller = replace(stand_in.caller, target=outside.address.removesuffix("api/"), tokens=TOKENS)
        fields = {"street": "jiangchuan", "kind": "facility", "title": "灯", "description": "灭", "location": "路"}
        page = press(stand_in, do="report", system="hotline", reference="HL-1", **fields)
        assert "HTTP 202" in page
        assert outside.cases() == 1
        assert "HTTP 404" in press(stand_in, do="ask", system="hotline", receipt="0" * 32)
        assert "HTTP 404" in press(stand_in, do="update", system="hotline", kind="urge", text="催", caseNumber="N1")


def test_what_it_is_told_is_shown_and_never_run(stand_in: StandIn) -> None:
    stand_in.book.take("grid", "k1", {"event": "<script>", "caseNumber": "N1", "payload": {"a": "</pre><script>"}})
    page = press(stand_in, do="mood", mood="answer")
    assert "N1" in page
    assert "<script>" not in page


def test_another_page_presses_none_of_its_buttons(stand_in: StandIn) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        press(stand_in, {"Origin": "https://elsewhere.example"}, do="mood", mood="fail")
    assert stand_in.book.mood == "answer"


def test_it_plays_only_what_is_not_set_up(stand_in: StandIn) -> None:
    own = OutsideSystem(id="grid", address="https://grid.example.cn/", token="0123456789abcdef")
    connected = stand_in.connected(Settings(outside={"grid": own, "hotline": OutsideSystem(id="hotline")})).outside
    assert connected["grid"] is own
    assert {id for id in NAMES if connected[id].address.startswith(stand_in.address)} == {"governance", "hotline"}


def test_it_is_not_for_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOKUAI_PUBLIC_URL", "https://tiaokuai.example.cn")
    answer = CliRunner().invoke(main, ["serve", "--stand-in"])
    assert answer.exit_code == 1
    assert "TIAOKUAI_PUBLIC_URL" in answer.output
