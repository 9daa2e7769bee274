"""What the decision editor asks the server: tries in words, kept examples, plain tables, the file for the desktop."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from lxml import etree

from engine.diagrams.dmn.trial import Field
from engine.store.metadata import metadata
from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.unit.dmn.table_text import DMN_13, decision, definitions, table
from tests.unit.web.conftest import Browser, World, install, opened
from web.modeler.decisions import values
from web.modeler.decisions.tables import decision_example
from web.modeler.drafts import saving

__all__ = ["database_url", "postgresql", "sqlite_template"]

HERE = "/workshop/pothole/decisions"
ROWS = (["> 17"], ['"adult"']), (["> 64"], ['"old"'])
TEXT = definitions(decision(table(*ROWS, input_type="number"))).decode()
FIRST = TEXT.replace("UNIQUE", "FIRST")


def asked(person: Browser, address: str, **more: Any) -> Any:
    token = re.search(r'name="csrf_token" value="([^"]+)"', person.get("/tasks"))
    assert token
    sent = {"file": "ages.dmn", "text": TEXT, "decision": "decide", **more}
    return person.client.post(f"{HERE}/{address}", json=sent, headers={"X-CSRFToken": token[1]})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def either(database_url: str) -> Iterator[World]:
    """An installation on SQLite, and one on PostgreSQL."""
    install(database_url)
    with opened(database_url) as world:
        yield world


def test_the_table_is_as_the_migration_makes_it(either: World) -> None:
    with either.engine.database.connect() as connection:
        options = {"include_object": lambda _, name, kind, *__: kind != "table" or name == decision_example.name}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_fields_are_laid_out_and_a_try_says_which_rules_match(world: World) -> None:
    officer = world.signed_in("zhi")
    laid = asked(officer, "try").get_json()
    assert 'name="age"' in laid["form"]
    assert laid["marks"] == []
    told = asked(officer, "try", run=True, entered={"age": "30"}).get_json()
    assert "Decide：命中第 1 条规则。" in words(told["result"])
    assert told["marks"] == [{"rule": "r1", "mark": "used"}]


def test_a_broken_hit_policy_is_said_with_its_remedy_and_marked(world: World) -> None:
    told = asked(world.signed_in("zhi"), "try", run=True, entered={"age": "70"}).get_json()
    assert "第 1、2 条规则同时命中，而最多只允许一条命中。请收窄其中一条" in words(told["result"])
    assert {one["mark"] for one in told["marks"]} == {"clash"}
    assert "adult" not in told["result"]


def test_rules_that_match_without_deciding_are_told_apart(world: World) -> None:
    told = asked(world.signed_in("zhi"), "try", run=True, text=FIRST, entered={"age": "70"}).get_json()
    assert "由第 1 条决定（由第一条命中的规则决定）" in words(told["result"])
    assert told["marks"] == [{"rule": "r1", "mark": "used"}, {"rule": "r2", "mark": "hit"}]


def test_what_cannot_be_understood_is_said_at_its_field(world: World) -> None:
    told = asked(world.signed_in("zhi"), "try", run=True, entered={"age": "many"}).get_json()
    assert "请填写数字，例如 12 或 0.5。" in told["form"]
    assert 'aria-invalid="true"' in told["form"]


def test_a_file_that_cannot_be_read_says_why(world: World) -> None:
    told = asked(world.signed_in("zhi"), "try", text="<definitions").get_json()
    assert "服务器目前无法读取此文件" in told["result"]


def test_an_example_is_kept_tried_again_and_forgotten(either: World) -> None:
    officer = either.signed_in("zhi")
    kept = asked(officer, "examples", name="成年人", entered={"age": "30"}).get_json()["result"]
    assert "成年人" in kept
    again = asked(officer, "try", examples=True).get_json()["result"]
    assert "与现在一致" in again
    changed = TEXT.replace('"adult"', '"grown"')
    assert "现在： grown" in words(asked(officer, "try", examples=True, text=changed).get_json()["result"])
    asked(officer, "examples", name="成年人", entered={"age": "31"})
    (id,) = re.findall(r'data-remove="(\w+)"', asked(officer, "try").get_json()["result"])
    assert asked(officer, f"examples/{id}/remove").status_code == 200
    assert "成年人" not in asked(officer, "try").get_json()["result"]
    assert asked(officer, f"examples/{id}/remove").status_code == 404


def test_gaps_and_overlaps_are_said_with_their_place(world: World) -> None:
    html = words(asked(world.signed_in("zhi"), "try", check=True).get_json()["result"])
    assert "没有规则覆盖 age： &lt; 17 或 17" in html
    assert "第 1、2 条规则同时覆盖 age： &gt; 64" in html


def test_the_plain_tables_say_names_policies_and_cells(world: World) -> None:
    html = asked(world.signed_in("zhi"), "sheet").get_json()["html"]
    assert "命中策略 UNIQUE：最多一条规则命中" in words(html)
    assert '<td data-id="r1i0"><code>&gt; 17</code></td>' in html


def test_auditors_try_and_keep_nothing_and_others_are_refused(world: World) -> None:
    auditor = world.signed_in("shen")
    assert asked(auditor, "try", run=True, entered={"age": "30"}).status_code == 200
    assert "data-keep" not in asked(auditor, "try", run=True, entered={"age": "30"}).get_json()["result"]
    assert asked(auditor, "examples", name="x").status_code == 403
    for address in ("try", "sheet", "examples", "examples/x/remove"):
        assert asked(world.signed_in("mei"), address, name="x").status_code == 403
    unguarded = world.signed_in("zhi").client.post(f"{HERE}/try", json={"text": TEXT})
    assert unguarded.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 1},
        {"entered": ["a"]},
        {"entered": {"age": 3}},
        {"entered": {str(n): "" for n in range(201)}},
        {"file": "f" * 201},
    ],
)
def test_what_is_no_question_is_refused(world: World, wrong: dict[str, Any]) -> None:
    assert asked(world.signed_in("zhi"), "try", **wrong).status_code == 400


def test_too_large_a_file_is_refused(world: World) -> None:
    assert asked(world.signed_in("zhi"), "try", text="x" * 2_000_001).status_code == 413


def test_a_draft_goes_to_the_desktop_as_dmn_1_3_and_as_tables(world: World) -> None:
    officer = world.signed_in("zhi")
    address = "/workshop/pothole/files/ages.dmn"
    token = officer.client.get("/workshop/token").get_json()["token"]
    modern = definitions(decision(table(*ROWS)), "https://www.omg.org/spec/DMN/20230324/MODEL/")
    saved = officer.client.put(address, data=modern, headers={"If-Match": '"removed"', "X-CSRFToken": token})
    assert saved.status_code == 200
    answer = officer.client.get("/workshop/pothole/download/ages.dmn")
    assert etree.fromstring(answer.data).tag == f"{{{DMN_13}}}definitions"
    assert "ages.dmn" in answer.headers["Content-Disposition"]
    assert officer.client.get(address).data == modern
    assert "Decide" in officer.get(f"{HERE}/tables/ages.dmn")
    assert officer.client.get(f"{HERE}/tables/none.dmn").status_code == 404


def test_the_page_of_tables_says_why_a_file_cannot_be_read(world: World) -> None:
    saving.change(world.engine, "pothole", {"ages.dmn": b"<definitions"}, who="zhi", at=1)
    page = world.signed_in("shen").client.get(f"{HERE}/tables/ages.dmn")
    assert page.status_code == 200
    assert "服务器目前无法读取此文件" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("any", "12", 12),
        ("any", "0.5", 0.5),
        ("any", "true", True),
        ("any", "2026-10-01", {"@": "2026-10-01"}),
        ("any", '["a"]', ["a"]),
        ("any", "[a", "[a"),
        ("string", "12", "12"),
        ("number", "=3 * 4", 12),
        ("list", '["a", "b"]', ["a", "b"]),
        ("context", '{name: "a"}', {"name": "a"}),
        ("boolean", "false", False),
        ("date time", "2026-10-01T09:30:00", "2026-10-01T09:30:00"),
        ("duration", "P3D", "P3D"),
    ],
)
def test_what_is_typed_becomes_a_value(kind: str, text: str, value: object) -> None:
    field = Field(("a", "b"), "", kind)
    assert values.inputs([field], {"a.b": text}, 0) == {"a": {"b": value}}


@pytest.mark.parametrize(
    ("kind", "text"), [("number", "1e6"), ("date", "1.10.2026"), ("duration", "P"), ("list", "[1,")]
)
def test_what_fits_no_value_says_what_to_write(world: World, kind: str, text: str) -> None:
    with world.app.test_request_context(), pytest.raises(values.NotUnderstood) as refused:
        values.inputs([Field(("a",), "", kind)], {"a": text}, 0)
    assert refused.value.wrong["a"].endswith("。")
