"""A diagram from before an element had its name of today: handed out as of today, kept so once it is edited, else left alone."""

import io
import zipfile

from engine.diagrams import reader
from engine.diagrams.comparing import compare_file
from engine.diagrams.weaving import renewed
from tests.unit.web.conftest import HERE, World
from tests.unit.web.modeler.test_saving_files import Editor
from tests.unit.web.modeler.test_workshop_pages import PAGE, bring
from web.modeler import library
from web.modeler.drafts import saving

FILE = "pothole.bpmn"
AT = f"/workshop/pothole/files/{FILE}"
_END = b"</bpmn:process>"
_SENDS = (
    b'<bpmn:sendTask id="sends" messageRef="told"><bpmn:extensionElements>'
    b'<zeebe:publishMessage correlationKey="=number"/></bpmn:extensionElements></bpmn:sendTask>'
)
BEFORE = (HERE / "procedure" / FILE).read_bytes().replace(_END, _SENDS + _END, 1)
OURS = b' xmlns:policy="http://tiaokuai.cn/schema/policy/1.0"'
NOW = BEFORE.replace(
    b"<zeebe:publishMessage", b"<policy:publishMessage" + (b"" if OURS in BEFORE.split(b">", 2)[1] else OURS), 1
)


def drafted(world: World) -> Editor:
    """The editor of an officer whose draft holds the file of before."""
    assert BEFORE != NOW
    saving.change(world.engine, "pothole", {FILE: BEFORE}, who="zhi", at=world.clock.now())
    return Editor(world.signed_in("zhi"))


def says(world: World, expected: bytes) -> bool:
    """Whether the draft's file says the same as this one, by the name of today."""
    body = library.draft_files("pothole", engine=world.engine)[FILE]
    same = compare_file(FILE, body, expected).entries == () and reader.restore(FILE, body) == reader.restore(
        FILE, expected
    )
    return same and b"<policy:publishMessage" in body and renewed(body) == body


def test_editors_and_desks_get_the_name_of_today(world: World) -> None:
    editor = drafted(world)
    assert editor.client.get(f"{AT}?editor").get_data() == NOW
    assert editor.client.get(AT).get_data() == BEFORE
    assert editor.client.get(f"{PAGE}download/{FILE}").get_data() == NOW
    with zipfile.ZipFile(io.BytesIO(editor.client.get(f"{PAGE}archive").get_data())) as archive:
        assert archive.read(FILE) == NOW


def test_a_save_writes_the_name_of_today(world: World) -> None:
    editor = drafted(world)
    shown = editor.client.get(f"{AT}?editor")
    edited = shown.get_data().replace(b"=number", b"=other")
    assert editor.sent("PUT", AT, edited, shown.headers["ETag"]).status_code == 200
    assert says(world, NOW.replace(b"=number", b"=other"))


def test_what_a_browser_kept_from_before_loses_nothing(world: World) -> None:
    editor = drafted(world)
    revision = editor.client.get(f"{AT}?editor").headers["ETag"]
    assert editor.sent("PUT", AT, BEFORE.replace(b"=number", b"=other"), revision).status_code == 200
    assert says(world, NOW.replace(b"=number", b"=other"))


def test_a_file_that_comes_back_from_the_desk_is_kept_as_of_today(world: World) -> None:
    browser = world.signed_in("zhi")
    assert bring(browser, {FILE: BEFORE}).status_code == 200
    assert says(world, NOW)
