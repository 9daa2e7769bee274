"""Every scenario of the processes is opened and saved without a change; an edit changes its own lines only."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import g, render_template
from werkzeug.datastructures import MultiDict

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store.migrate import migrate
from tests.unit.web.modeler.typed import untouched
from web import create_app, organisation
from web.account.people import visitor
from web.modeler.drafts.saving import Standing
from web.modeler.examples import changing, page
from web.modeler.examples.catalogue import Catalogue, known
from web.modeler.examples.scenario import Opened, opened
from web.modeler.examples.steps import Sent, kind_of
from web.organisation import registry
from web.scenarios.script import parse
from web.settings import Settings

PROCESSES = Path(__file__).parents[4] / "processes"
FILES = sorted(PROCESSES.glob("*/scenarios/*.yaml"))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A policy officer's request to an installation with all procedures."""
    url = f"sqlite:///{tmp_path_factory.mktemp('scenarios') / 'all.db'}"
    migrate(url)
    with Engine(url, clock=ManualClock()) as engine:
        organisation.load(engine.database, organisation.read(PROCESSES / "organisation.yaml"), demo_people=True)
        registry.offer(engine)
        files = {
            path.relative_to(PROCESSES).as_posix(): path.read_bytes()
            for path in PROCESSES.glob("*/*")
            if path.name.endswith((".bpmn", ".dmn", ".form.json"))
        }
        engine.deploy(files, Actor("policy"))
        app = create_app(Settings(secret_key="k" * 64, processes=PROCESSES), engine)
        with app.test_request_context("/"):
            g.visitor = visitor(engine.database, "zhou-jing", engine.clock.now())
            yield


_catalogues: dict[str, Catalogue] = {}


def catalogue(procedure: str) -> Catalogue:
    return (
        _catalogues.setdefault(procedure, known(procedure)) if procedure not in _catalogues else _catalogues[procedure]
    )


def at(path: Path, text: str = "") -> Opened:
    body = text.encode() if text else path.read_bytes()
    return opened(f"scenarios/{path.name}", Standing(body, "r", "", 0))


def step_page(found: Opened, place: str, words: Catalogue, shown: dict[str, Any]) -> str:
    """The part of the page with which a place is edited."""
    template = "modeler/scenario_head.html" if place == "head" else "modeler/scenario_step.html"
    around = {"scenario": found, "catalogue": words, "address": "/", "refresh_address": "/", "accept": ""}
    return render_template(template, **{**shown, "open": place, "editor": page.editor(found, words, place)}, **around)


def shape(step: Any, procedure: str) -> object:
    """What tells steps that are edited by different fields."""
    kind = kind_of(step)
    inner = step[kind] if isinstance(step[kind], dict) else {kind: step[kind] if kind == "complete" else ""}
    return (
        procedure,
        kind,
        tuple(inner.items() if kind == "complete" else inner),
        tuple(step),
        tuple(step.get("form", ())),
    )


def test_every_scenario_is_opened_and_saved_as_it_was(reader: None) -> None:
    seen: set[object] = set()
    for path in FILES:
        found, words = at(path), catalogue(path.parts[-3])
        shown = page.shown(found, words, "")
        assert shown["faults"] == [], path
        steps = [str(number) for number, step in enumerate(found.steps, 1) if shape(step, path.parts[-3]) not in seen]
        seen |= {shape(step, path.parts[-3]) for step in found.steps}
        content = dict(found.content)
        for place in ("head", "start", *steps):
            sent = MultiDict([*untouched(step_page(found, place, words, shown)), ("of:do", "save")])
            text, _ = changing.changed(found, Sent(sent), words)
            assert text == found.text, (path, place)
        assert content == dict(found.content)
        assert parse(found.text.encode(), path.name) == parse(path.read_bytes(), path.name)


def test_an_edit_changes_its_own_lines_and_leaves_comments_alone(reader: None) -> None:
    path = PROCESSES / "matter_admission" / "scenarios" / "admitted.yaml"
    words = catalogue("matter_admission")
    commented = path.read_text(encoding="utf-8").replace("steps:\n", "# 以下是步骤\nsteps:\n", 1)
    commented = commented.replace("    by: xu-haibo\n", "    by: xu-haibo  # 登记人\n", 1)
    found = at(path, commented)
    fields = MultiDict(untouched(step_page(found, "2", words, page.shown(found, words, ""))))
    fields["registrationNote"] = "材料基本齐全。"
    text, _ = changing.changed(found, Sent(MultiDict([*fields.items(multi=True), ("of:do", "save")])), words)
    before, after = commented.splitlines(), text.splitlines()
    different = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert different == [
        (
            "    form: {matterKind: city-appearance, registrationNote: 材料齐全。}",
            "    form: {matterKind: city-appearance, registrationNote: 材料基本齐全。}",
        )
    ]


@pytest.mark.parametrize(
    ("do", "order"), [("up", [2, 1, 3]), ("down", [1, 3, 2]), ("copy", [1, 2, 2, 3]), ("delete", [1, 3])]
)
def test_steps_are_moved_copied_and_taken_out_with_their_comments(reader: None, do: str, order: list[int]) -> None:
    head = "name: 甲\nname_en: A\nprocess: team_command\nclock: 2026-03-02T09:00:00+08:00\nstart: {variables: {}}\nsteps:\n"
    lines = {number: f"  # 第{number}步\n  - working_days:   {number}   # 天\n" for number in (1, 2, 3)}
    found = at(FILES[0], head + "".join(lines.values()))
    asked = Sent(MultiDict({"of:do": do, "of:place": "2"}))
    text, _ = changing.changed(found, asked, catalogue("team_command"))
    assert text == head + "".join(lines[number] for number in order)


def test_a_new_step_of_every_kind_can_be_read_at_once(reader: None) -> None:
    path, words = PROCESSES / "team_command" / "scenarios" / "late.yaml", catalogue("team_command")
    for kind in ("complete", "time", "expect", "message", "start"):
        asked = Sent(MultiDict({"of:do": "add", "of:place": "1", "of:kind": kind}))
        text, place = changing.changed(at(path), asked, words)
        assert place == "2"
        assert len(parse(text.encode(), "new").steps) == len(parse(path.read_bytes(), "old").steps) + 1
        assert set(path.read_text(encoding="utf-8").splitlines()) <= set(text.splitlines())


def test_faults_are_told_at_their_step(reader: None) -> None:
    path, words = PROCESSES / "matter_admission" / "scenarios" / "admitted.yaml", catalogue("matter_admission")
    text = path.read_text(encoding="utf-8")
    text = text.replace("complete: 登记下沉申请", "complete: 登记申请", 1).replace("by: zhou-jing", "by: nobody", 1)
    text = re.sub(r"ended: 已准入", "ended: 已办好", text)
    wrong = page.shown(at(path, text), words, "")["faults"]
    assert [one.place for one in wrong] == ["2", "10", "16"]
    assert "登记申请" in wrong[0].message
    assert "nobody" in wrong[1].message
    assert "已办好" in wrong[2].message
