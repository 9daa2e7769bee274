"""What the editors' scripts say about saving and checking, asked of the scripts themselves."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[4] / "web" / "assets" / "modeler"
ASKED = """
globalThis.document = {{documentElement: {{lang: "{lang}"}}}};
const {{savedWords, theirsLabel}} = await import("{assets}/document/whose.js");
const {{awayWords}} = await import("{assets}/diagram/lint/away.js");
const saved = {{by: "zhou-jing", by_name: "周静", at: 0}};
console.log(JSON.stringify({{
  own: savedWords(saved, "zhou-jing"), other: savedWords(saved, "fan-rui"),
  ownTaken: theirsLabel(saved, "zhou-jing"), otherTaken: theirsLabel(saved, "fan-rui"),
  over: awayWords(true), away: awayWords(false),
}}));
"""


def spoken(lang: str) -> dict[str, str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("What scripts say can be asked only where Node.js is installed.")
    script = ASKED.format(lang=lang, assets=ASSETS.as_posix())
    told = subprocess.run([node, "--input-type=module", "-e", script], check=True, capture_output=True, text=True)
    return dict(json.loads(told.stdout))


def test_who_has_two_windows_is_not_told_of_themselves_as_of_somebody_else() -> None:
    said = spoken("zh-CN")
    assert said["own"].startswith("您在另一个窗口中")
    assert "周静" not in said["own"]
    assert said["other"].startswith("周静")
    assert said["ownTaken"] != said["otherTaken"]
    assert spoken("en-GB")["own"].startswith("You saved this file in another window")


def test_a_session_that_is_over_is_no_server_that_is_away() -> None:
    said = spoken("zh-CN")
    assert "登录已过期" in said["over"]
    assert "连不上服务器" in said["away"]
