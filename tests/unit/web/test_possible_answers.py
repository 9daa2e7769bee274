"""An answer that another answer makes impossible is chosen no more, also where no script runs."""

import re
from pathlib import Path

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World

FILES = Path(__file__).parents[2] / "browser/grading"


def drawn(world: World, **answers: object) -> str:
    """The start page that the button without script brings."""
    files = {file.name: file.read_bytes().replace(b"grid-inspector", b"reporter") for file in FILES.iterdir()}
    world.engine.deploy(files, Actor("zhi"))
    address = "/procedures/unit_grading"
    return world.signed_in("rong").send(address, address, refresh="1", **answers).get_data(as_text=True)


def chosen(page: str, key: str) -> dict[str, bool]:
    """The options of a checklist, and whether each is ticked."""
    inputs: list[str] = re.findall(rf'<input [^>]*name="{key}"[^>]*>', page)
    return {re.findall('value="(.*?)"', one)[0]: " checked" in one for one in inputs}


def test_only_the_impossible_part_of_an_answer_goes(world: World) -> None:
    page = drawn(world, good=["甲 队"], fair=["甲 队", "乙 队"], reasons="迟到")
    assert chosen(page, "good") == {"甲 队": True, "乙 队": False, "丙 队": False}
    assert chosen(page, "fair") == {"乙 队": True, "丙 队": False}
    assert chosen(page, "poor") == {"丙 队": False}
    assert ">迟到</textarea>" in page


def test_an_answer_that_goes_gives_back_what_it_had_ruled_out(world: World) -> None:
    page = drawn(world, good=["甲 队"], fair=["甲 队"], poor=["丙 队"], best="乙 队")
    assert chosen(page, "poor") == {"乙 队": False, "丙 队": True}
    assert '<option value="甲 队" selected>' in page
    assert "乙 队</option>" not in page
