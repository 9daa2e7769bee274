"""What people send to the workshop is bounded and harmless, and nobody's save is written over unseen."""

import io
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import HERE, World
from tests.unit.web.modeler.test_pictures import svg
from tests.unit.web.modeler.test_saving_files import FILES, Editor
from tests.unit.web.modeler.test_workshop_pages import FORM, PAGE, bring, draft
from web.modeler import library, runs
from web.modeler.decisions import values
from web.modeler.drafts import saving
from web.modeler.forms.previewing import value
from web.modeler.pictures import drawing
from web.modeler.runs.tables import workshop_run
from web.modeler.weaving import importing
from web.scenarios import ScenarioInvalid, parse
from web.scenarios.loading import Loader

SCENARIO = "scenarios/new.yaml"
MERGED = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 12)}]\n" for n in range(1, 8))
NAMED = "a0: &a0 [v]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 12)}]\n" for n in range(1, 8))
DEEP = "a: " + "[" * 5000 + "]" * 5000
ENDLESS = "a: &a [*a]"


@pytest.mark.parametrize("text", [MERGED, NAMED, DEEP, ENDLESS], ids=["merged", "named", "deep", "endless"])
def test_a_scenario_that_says_more_than_it_has_room_for_is_refused_wherever_it_is_read(world: World, text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml.load(text, Loader)
    with pytest.raises(ScenarioInvalid):
        parse(text.encode(), "bomb.yaml")
    zhi = world.signed_in("zhi")
    assert bring(zhi, {"bomb.yaml": text.encode()}).status_code == 422
    saving.change(world.engine, "pothole", {SCENARIO: text.encode()}, who="zhi", at=1)
    assert zhi.client.get(f"{PAGE}example/{SCENARIO}").status_code == 200


def test_values_that_are_named_twice_are_read() -> None:
    assert yaml.load("a: &x [1, 2]\nb: *x", Loader) == {"a": [1, 2], "b": [1, 2]}


def test_a_scenario_has_the_same_bound_whichever_way_it_comes(world: World) -> None:
    zhi = world.signed_in("zhi")
    saving.change(world.engine, "pothole", {SCENARIO: b"name: a\n"}, who="zhi", at=1)
    large = b"# " + b"x" * 200_000
    editor = Editor(zhi)
    revision = saving.revision(b"name: a\n")
    assert editor.sent("PUT", f"{PAGE}files/{SCENARIO}", large, f'"{revision}"').status_code == 413
    text = {"of:text": large.decode(), "of:revision": revision}
    assert zhi.send("/tasks", f"{PAGE}example-text/{SCENARIO}", **text).status_code == 413
    assert draft(world)[SCENARIO] == b"name: a\n"


def test_what_is_typed_as_an_example_may_be_anything() -> None:
    deep = "[" * 9000 + "]" * 9000
    assert value(deep) == deep
    assert values._value(deep, "", 0) == deep


def test_an_archive_that_is_packed_in_a_broken_way_is_refused(world: World) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("pothole_fill.form", FORM * 20)
    data = bytearray(packed.getvalue())
    data[60:200] = b"\xff" * 140
    assert bring(world.signed_in("zhi"), {"all.zip": bytes(data)}).status_code == 422


def test_markers_are_drawn_by_no_markers() -> None:
    line = '<path d="M0 0L1 1L2 2L3 3" style="marker-mid: url(#m{})"/>'
    markers = "".join(f'<marker id="m{n}">{line.format(n - 1)}</marker>' for n in range(1, 9))
    with pytest.raises(drawing.NotADrawing):
        drawing.read(svg(more=f"<defs>{markers}</defs>{line.format(8)}"))


def test_a_file_that_is_opened_by_itself_is_no_page(world: World) -> None:
    answer = world.signed_in("zhi").client.get(FILES)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("address", "fields"),
    [("rename/pothole_fill.form.json", {"name": "other"}), ("add", {"kind": "form", "name": "other"})],
)
def test_what_somebody_saves_while_another_renames_or_adds_stays(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str, fields: dict[str, str]
) -> None:
    other, mine = FORM + b"\n\n", {"pothole_fill.form.json": FORM + b"\n\n", "other.form.json": FORM + b"\n\n"}
    zhi = world.signed_in("zhi")
    zhi.get("/tasks")
    token = Editor(zhi).token()
    read = library.draft_files

    def meanwhile(key: str, **more: object) -> dict[str, bytes]:
        found = read(key, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(library, "draft_files", read)
        saving.change(world.engine, "pothole", mine, who="mei", at=2)
        return found

    monkeypatch.setattr(library, "draft_files", meanwhile)
    answer = zhi.client.post(f"{PAGE}{address}", data={"csrf_token": token, **fields})
    assert answer.status_code == 409
    assert (draft(world)["pothole_fill.form.json"], draft(world)["other.form.json"]) == (other, other)


def test_what_somebody_saves_while_a_folder_is_imported_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read = library.draft_changes

    def saved(*args: Any, **more: Any) -> list[library.DraftFile]:
        found = read(*args, **more)
        monkeypatch.undo()
        saving.change(world.engine, "pothole", {SCENARIO: b"name: theirs\n"}, who="zhi", at=1)
        return found

    files = library.present_files("pothole", engine=world.engine) | {SCENARIO: b"name: ours\n"}
    given: Any = {"who": "yun", "at": 2, "replace": True, "keep_as": "before"}
    monkeypatch.setattr(library, "draft_changes", saved)
    with pytest.raises(importing.DraftThere) as refused:
        importing.into_draft(world.engine, "pothole", files, **given)
    assert refused.value.files == [SCENARIO]
    assert draft(world)[SCENARIO] == b"name: theirs\n"
    assert importing.into_draft(world.engine, "pothole", files, **given) == [SCENARIO]
    (kept,) = library.versions("pothole", engine=world.engine)
    assert library.bodies(kept, engine=world.engine)[SCENARIO] == b"name: theirs\n"


def test_a_version_is_tried_under_its_own_procedure_only(world: World) -> None:
    with world.engine.database.begin() as connection:
        other = library.keep(connection, "elsewhere", {}, name="", note="", who="zhi", at=1)
    zhi = world.signed_in("zhi")
    assert zhi.send(PAGE, f"{PAGE}trials", version=other.id).status_code == 404
    assert zhi.send(PAGE, f"{PAGE}trials", version="").status_code == 200


def test_numbers_and_characters_that_nothing_can_hold_are_no_failure(world: World) -> None:
    zhi = world.signed_in("zhi")
    with world.app.app_context():
        run = runs.ask("migration_trial", "pothole", {"targets": {}, "elements": {}}, "zhi")
        runs.run_until_idle()
    for page in ("/workshop/journal?before=", f"/workshop/runs/{run}?after="):
        assert zhi.client.get(page + "9" * 30).status_code == 200
    token = zhi.client.get("/workshop/token").get_json()["token"]
    half = {"file": "pothole.bpmn", "text": "路\ud800"}
    for address in ("decisions/try", "decisions/sheet", "remarks"):
        answer = zhi.client.post(PAGE + address, json=half, headers={"X-CSRFToken": token})
        assert answer.status_code == 200, address
    assert "路?" in zhi.get(PAGE)


def test_cases_move_only_to_what_is_in_force(world: World) -> None:
    files = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}
    first = world.engine.current_definition("pothole").hash
    newer = files | {"pothole.bpmn": files["pothole.bpmn"].replace("填平坑洞".encode(), "修补路面".encode())}
    world.engine.deploy(newer, Actor("zhi"))
    case = world.start()
    with world.app.app_context():
        id = runs.ask("migration", "pothole", {"targets": {"pothole": first}, "elements": {}}, "zhi")
        runs.run_until_idle()
        assert runs.get(id).state == "failed"
    assert world.engine.case(case).instance.version == 2


def test_a_run_of_a_kind_that_is_no_more_is_shown_and_fails(world: World) -> None:
    with world.app.app_context():
        id = runs.ask("trial", "pothole", {"procedure": "pothole", "version": ""}, "zhi")
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(workshop_run).where(workshop_run.c.id == id).values(kind="forgotten"))
    zhi = world.signed_in("zhi")
    assert zhi.client.get(f"/workshop/runs/{id}").status_code == 200
    with world.app.app_context():
        runs.run_until_idle()
    assert zhi.client.get(f"/workshop/runs/{id}").status_code == 200
    assert zhi.client.get(PAGE).status_code == 200
