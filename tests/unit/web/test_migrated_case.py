"""A case that went on by another version, as people read it: each part of its history in the words of its version."""

from pathlib import Path

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World

PROCEDURE = Path(__file__).parent / "procedure"
ZHI = Actor("zhi")
MEI = Actor("mei", frozenset({"mender@east"}))


def changed() -> dict[str, bytes]:
    """The procedure with another element, of another name, in the place of its task."""
    files = {file.name: file.read_bytes() for file in PROCEDURE.iterdir()}
    drawn = files["pothole.bpmn"].replace(b'"Fill"', b'"Repair"').replace("填平坑洞".encode(), "修补路面".encode())
    return {**files, "pothole.bpmn": drawn.replace(b"Fill the pothole", b"Repair the road")}


def moved(world: World) -> None:
    (deployed,) = world.engine.deploy(changed(), ZHI)
    (done,) = world.engine.migrate(world.engine.plan_migration("pothole", deployed.hash), ZHI)
    assert done.outcome == "migrated"


def test_the_audit_page_tells_each_step_in_the_words_of_its_version(world: World) -> None:
    case = world.start()
    moved(world)
    shen = world.signed_in("shen")
    page = shen.get(f"/audit/{case}")
    assert "填平坑洞" in page
    assert "让本案改按流程第 2 版继续办理" in page
    assert "从此本案按第 2 版办理。" in page
    assert "原来的“填平坑洞”现在是“修补路面”。" in page
    english = shen.send("/tasks", "/language", language="en", next=f"/audit/{case}").text
    assert "What was “Fill the pothole” is now “Repair the road”." in english
    assert "Verified" in shen.send(f"/audit/{case}", f"/audit/{case}/verify").text


def test_the_inbox_and_the_case_page_show_the_new_task(world: World) -> None:
    case = world.start()
    moved(world)
    mei = world.signed_in("mei")
    assert "修补路面" in mei.get("/tasks")
    page = mei.get(f"/cases/{case}")
    assert "修补路面" in page
    assert "填平坑洞" not in page


def test_each_step_stands_on_the_diagram_of_its_version(world: World) -> None:
    case = world.start()
    before = world.engine.current_definition("pothole").hash
    moved(world)
    after = world.engine.current_definition("pothole").hash
    shen = world.signed_in("shen")
    page = shen.get(f"/audit/{case}")
    for version, name in ((before, "填平坑洞"), (after, "修补路面")):
        assert f'data-version="{version}"' in page
        assert f'"version": "{version}"' in page
        assert name in shen.get(f"/cases/{case}/diagram?definition={version}")
    assert "流程第 1 版" in page
    other = {"visit.bpmn": (PROCEDURE / "pothole.bpmn").read_bytes().replace(b'"pothole"', b'"visit"')}
    other |= {file.name: file.read_bytes() for file in PROCEDURE.glob("*.form")}
    (stranger,) = world.engine.deploy(other, ZHI)
    assert shen.client.get(f"/cases/{case}/diagram?definition={stranger.hash}").status_code == 404
