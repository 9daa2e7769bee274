"""The page that tells in words what two versions of a procedure differ in."""

import json
import re

from tests.unit.web.conftest import HERE, Browser, World

FILES = HERE / "procedure"


def put(browser: Browser, file: str, text: str) -> None:
    token = json.loads(browser.get("/workshop/token"))["token"]
    address = f"/workshop/pothole/files/{file}"
    revision = browser.client.get(address).headers["ETag"]
    answer = browser.client.put(address, data=text.encode(), headers={"X-CSRFToken": token, "If-Match": revision})
    assert answer.status_code == 200


def plain(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_draft_that_changed_nothing_differs_in_nothing(world: World) -> None:
    assert "没有差别" in world.signed_in("zhi").get("/workshop/pothole/compare")


def test_values_are_told_on_their_sides_in_both_languages(world: World) -> None:
    browser = world.signed_in("zhi")
    text = (FILES / "pothole.bpmn").read_text(encoding="utf-8")
    name = re.search(r'<bpmn:userTask id="Fill" name="([^"]+)"', text)
    assert name
    put(browser, "pothole.bpmn", text.replace(name[0], name[0].replace(name[1], "补好路面")))
    there = plain(browser.get("/workshop/pothole/compare"))
    assert "修改：用户任务“补好路面”" in there
    assert f"名称 原来： {name[1]} 现在： 补好路面" in there
    back = plain(browser.get("/workshop/pothole/compare?from=draft&to=in-force"))
    assert f"名称 原来： 补好路面 现在： {name[1]}" in back
    browser.send("/workshop/", "/language", language="en", next="/")
    assert "Called before: " in plain(browser.get("/workshop/pothole/compare"))


def test_only_readers_of_the_workshop_see_it_and_only_versions_of_the_procedure(world: World) -> None:
    assert world.signed_in("mei").client.get("/workshop/pothole/compare").status_code == 403
    assert world.signed_in("shen").client.get("/workshop/pothole/compare").status_code == 200
    assert world.signed_in("zhi").client.get("/workshop/pothole/compare?from=elsewhere").status_code == 404
