"""Procedures, drafts and versions of the workshop: read from what the engine runs, laid over by what the draft changed."""

from pathlib import Path

import pytest

from engine.errors import NotFound
from engine.runtime.permissions import Actor
from tests.unit.web.conftest import HERE, World
from web import programme
from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.drafts.saving import Conflict
from web.settings import Settings

FILES = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}


def folder(tmp_path: Path, files: dict[str, bytes] = FILES) -> Path:
    """A processes folder with the pothole procedure and a scenario."""
    inside = tmp_path / "processes" / "potholes"
    (inside / "scenarios").mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (inside / name).write_bytes(data)
    (inside / "scenarios" / "plain.yaml").write_bytes(b"name: plain\n")
    return inside.parent


def save(world: World, key: str, file: str, body: bytes | None, expected: bytes | None, who: str = "zhi") -> None:
    revision = saving.revision(expected)
    saving.save(world.engine, key, file, body, expected=revision, who=who, at=world.clock.now())


def test_what_was_deployed_past_the_workshop_is_a_procedure_of_its_process_id(world: World) -> None:
    (row,) = library.procedures(engine=world.engine)
    assert (row.key, row.title.zh, row.title.en, row.processes) == ("pothole", "路面坑洞", "Pothole", ("pothole",))
    assert row.in_force is not None
    assert row.in_force.number == 1
    assert library.version(row.in_force.id, engine=world.engine) == row.in_force
    assert library.present_files("pothole", engine=world.engine)["pothole.bpmn"] == FILES["pothole.bpmn"]
    assert set(library.bodies(row.in_force, engine=world.engine).values()) == set(FILES.values())
    assert library.versions("pothole", engine=world.engine) == []


def test_a_deployed_folder_is_a_published_version_with_its_scenarios(world: World, tmp_path: Path) -> None:
    settings = Settings(processes=folder(tmp_path))
    for _ in range(2):
        programme.deploy(settings, world.engine, ())
    (row,) = library.procedures(engine=world.engine)
    (version,) = library.versions("potholes", engine=world.engine)
    assert row.key == "potholes"
    assert row.in_force == version
    assert set(version.files) == {*FILES, "scenarios/plain.yaml"}
    assert set(library.deployable(library.bodies(version, engine=world.engine))) == set(FILES)


def test_what_was_deployed_since_is_what_is_in_force_under_the_names_of_the_version(
    world: World, tmp_path: Path
) -> None:
    programme.deploy(Settings(processes=folder(tmp_path)), world.engine, ())
    changed = FILES["pothole.bpmn"].replace("路面坑洞".encode(), "坑洞".encode())
    form = FILES["pothole_fill.form"] + b"\n"
    world.engine.deploy(
        {"other.bpmn": changed, "pothole_fill.form": form, "pothole_report.form": FILES["pothole_report.form"]},
        Actor("zhi"),
    )
    present = library.present_files("potholes", engine=world.engine)
    assert present["pothole.bpmn"] == changed
    assert present["pothole_fill.form"] == form
    assert "other.bpmn" not in present
    assert len(library.procedures(engine=world.engine)) == 1


def test_a_draft_is_laid_over_what_is_in_force_and_ends_when_nothing_differs(world: World) -> None:
    form = FILES["pothole_fill.form"]
    save(world, "pothole", "pothole_fill.form.json", form + b" ", form)
    save(world, "pothole", "new.form", b"{}", None)
    save(world, "pothole", "pothole_report.form.json", None, FILES["pothole_report.form"])
    draft = library.draft_files("pothole", engine=world.engine)
    assert draft["pothole_fill.form.json"] == form + b" "
    assert draft["new.form"] == b"{}"
    assert "pothole_report.form.json" not in draft
    row = library.procedure("pothole", engine=world.engine)
    assert (row.draft_changed_by, row.draft_changed_at) == ("zhi", world.clock.now())

    save(world, "pothole", "pothole_fill.form.json", form, form + b" ")
    save(world, "pothole", "new.form", None, b"{}")
    save(world, "pothole", "pothole_report.form.json", FILES["pothole_report.form"], None)
    assert library.procedure("pothole", engine=world.engine).draft_changed_at is None


def test_a_save_upon_another_than_was_read_is_refused_and_tells_who_was_there(world: World) -> None:
    form = FILES["pothole_fill.form"]
    save(world, "pothole", "pothole_fill.form.json", form + b"1", form, who="zhi")
    with pytest.raises(Conflict) as conflict:
        save(world, "pothole", "pothole_fill.form.json", form + b"2", form, who="yun")
    assert conflict.value.standing.changed_by == "zhi"
    assert conflict.value.standing.body == form + b"1"
    assert library.draft_files("pothole", engine=world.engine)["pothole_fill.form.json"] == form + b"1"


def test_versions_are_fixed_and_what_is_published_is_no_change_any_more(world: World) -> None:
    form = FILES["pothole_fill.form"]
    save(world, "pothole", "pothole_fill.form.json", form + b"1", form)
    save(world, "pothole", "other.form", b"{}", None)
    draft = library.draft_files("pothole", engine=world.engine)
    with world.engine.database.begin() as connection:
        first = library.keep(connection, "pothole", draft, name="一", note="", who="zhi", at=1)
    save(world, "pothole", "other.form", b"{} ", b"{}")
    with world.engine.database.begin() as connection:
        second = library.keep(connection, "pothole", draft, name="二", note="", who="zhi", at=2, published=True)
    assert [one.number for one in library.versions("pothole", engine=world.engine)] == [2, 1]
    assert library.bodies(first, engine=world.engine) == draft
    assert library.in_force("pothole", engine=world.engine) == second
    assert [one.file for one in library.draft_changes("pothole", engine=world.engine)] == ["other.form"]
    with pytest.raises(NotFound):
        library.version("none", engine=world.engine)
