"""The web's own statements on PostgreSQL: one path through all of them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from engine.runtime.permissions import Actor
from tests.postgres import cluster
from tests.unit.web.conftest import REPORT, World, install, opened
from tests.unit.web.test_choosing_steps import started

DIAGRAM = Path(__file__).parents[2] / "diagrams" / "people" / "nobody.bpmn"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with cluster(fsync=False) as url:
        install(url)
        with opened(url) as world:
            yield world


def test_a_case_goes_from_sign_in_to_the_audit(world: World) -> None:
    assert world.browser().sign_in("rong", "wrong").status_code == 422
    rong = world.signed_in("rong")
    start = rong.send(
        "/procedures/pothole", "/procedures/pothole", **REPORT, photos=(BytesIO(PNG), "a.png"), action="complete"
    )
    case = start.request.path.rpartition("/")[2]
    assert "a.png" in start.text
    mei = world.signed_in("mei")
    address = f"/tasks/{case}/{world.token(case)}"
    assert "填平坑洞" in mei.get("/tasks?tab=group")
    assert "您已领取这项任务" in mei.send(address, f"{address}/claim").text
    assert mei.send(address, f"{address}/complete", hours="26", action="complete").status_code == 422
    assert "已办结" in mei.send(address, f"{address}/complete", hours="2", action="complete").text
    assert "东川路" in mei.get("/cases?q=东川&status=ended")
    assert world.signed_in("xi").client.get(f"/cases/{case}").status_code == 403
    assert "没有消息" in mei.get("/messages")
    shen = world.signed_in("shen")
    assert "梅花办结了“填平坑洞”" in shen.get(f"/audit/{case}")
    assert "核验通过" in shen.send(f"/audit/{case}", f"/audit/{case}/verify").text
    assert "现行流程" in world.signed_in("zhi").get("/operations")
    mei.send("/tasks", "/sign-out")
    assert "密码" in mei.get("/tasks")


def test_lists_start_from_who_reads_them(world: World) -> None:
    world.engine.deploy({DIAGRAM.name: DIAGRAM.read_bytes()}, Actor("zhi"))
    nobodys = world.engine.start("p", {}, Actor("rong"))
    case = world.start()
    for status in ("", "active"):
        assert case in world.signed_in("mei").get(f"/cases?status={status}")
        assert case not in world.signed_in("xi").get(f"/cases?status={status}")
    assert case not in world.signed_in("mei").get("/cases?status=ended")
    address = f"/operations/tasks/{nobodys}/{world.token(nobodys)}/assign"
    assert "现由西门办理" in world.signed_in("yun").send("/operations", address, person="xi").text
    assert nobodys in world.signed_in("xi").get("/cases?status=active")


def test_choices_stand_in_the_inbox_of_their_groups(world: World) -> None:
    case, address = started(world)
    mei = world.signed_in("mei")
    assert address in mei.get("/choices")
    assert address not in world.signed_in("xi").get("/choices")
    assert case in mei.get("/cases?status=active")
