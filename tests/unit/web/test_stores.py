"""Data stores: who may read them, what a page shows of a row, and that a page stays bounded."""

import re
from pathlib import Path

import sqlalchemy as sa

from engine.runtime.permissions import Actor
from engine.store.tables import data_store_row
from tests.unit.web.conftest import World

DIAGRAM = Path(__file__).parents[2] / "diagrams" / "data" / "store_row.bpmn"
CLERK = Actor("clerk")


def written(world: World, number: str = "C-1", street: str = "west", more: str = "") -> str:
    """A case of a procedure that has written one row."""
    diagram = DIAGRAM.read_bytes().replace(
        b'<bpmn:dataStoreReference id="Case_Row" name="registered_cases"',
        '<bpmn:dataStoreReference id="Case_Row" name="立案登记"'.encode(),
    )
    key = diagram.index(b"<zeebe:property", diagram.index(b'id="Case_Row"'))
    diagram = diagram[:key] + more.encode() + diagram[key:]
    world.engine.deploy({DIAGRAM.name: diagram}, Actor("zhi"))
    case = world.engine.start("p", {"caseNumber": number, "street": street, "amount": 7}, CLERK)
    (task,) = world.engine.open_tasks(case)
    world.engine.complete(case, task.token, {}, CLERK)
    return case


def test_a_row_is_shown_with_its_fields_and_the_case_that_wrote_it(world: World) -> None:
    case = written(world)
    shen = world.signed_in("shen")
    assert 'href="/stores/registered_cases"' in shen.get("/stores")
    page = shen.get("/stores/registered_cases")
    assert "立案登记" in page
    head, row = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in page.split("<tr")[1:3])
    assert dict(zip(head, row, strict=True)).items() >= {
        ("键", "C-1"),
        ("<code>street</code>", "西片"),
        ("<code>amount</code>", "7"),
    }
    assert f'href="/audit/{case}"' in page


def test_columns_and_codes_bear_the_words_of_the_diagram(world: World) -> None:
    labels = {"label:street": "街道", "label:street:en": "Street", "label:amount": "金额", "label:street=north": "北片"}
    properties = "".join(f'<zeebe:property name="{key}" value="{text}"/>' for key, text in labels.items())
    written(world, street="north", more=properties)
    shen = world.signed_in("shen")
    page = shen.get("/stores/registered_cases")
    assert '<th scope="col">街道</th>' in page
    assert '<th scope="col">金额</th>' in page
    assert "<td>北片</td>" in page
    shen.send("/tasks", "/language", language="en")
    page = shen.get("/stores/registered_cases")
    assert '<th scope="col">Street</th>' in page
    assert '<th scope="col">金额</th>' in page


def test_policy_officers_read_rows_and_nobody_elses_cases(world: World) -> None:
    case = written(world)
    page = world.signed_in("zhi").get("/stores/registered_cases")
    assert "C-1" in page
    assert case not in page


def test_nobody_else_reads_them(world: World) -> None:
    written(world)
    for person in ("mei", "rong", "yun"):
        browser = world.signed_in(person)
        assert browser.client.get("/stores").status_code == 403
        assert browser.client.get("/stores/registered_cases").status_code == 403
        assert "/stores" not in browser.get("/tasks")


def test_reads_are_recorded(world: World) -> None:
    written(world)
    world.signed_in("shen").get("/stores/registered_cases")
    with world.engine.database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT person, subject FROM access_record WHERE action = 'read data store'")
        assert [tuple(row) for row in rows] == [("shen", "registered_cases")]


def test_rows_go_on_page_by_page_and_are_found_by_the_beginning_of_their_key(world: World) -> None:
    case = written(world)
    more = [
        {"store": "registered_cases", "key": f"D-{n:03}", "value": '{"amount":1}', "instance_id": case, "seq": 2}
        for n in range(51)
    ]
    with world.engine.database.begin() as connection:
        connection.execute(sa.insert(data_store_row), [{**row, "updated_at": 0} for row in more])
    shen = world.signed_in("shen")
    first = shen.get("/stores/registered_cases")
    assert "D-048" in first
    assert "D-049" not in first
    following = first.split("after=")[1].split('"')[0]
    second = shen.get(f"/stores/registered_cases?after={following}")
    assert "D-049" in second
    assert "D-050" in second
    assert "C-1" not in second
    assert "D-00" not in shen.get("/stores/registered_cases?q=C-")


def test_deleted_rows_are_not_shown_and_unknown_stores_are_not_there(world: World) -> None:
    written(world)
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(data_store_row).values(value="null"))
    shen = world.signed_in("shen")
    assert "还没有记录" in shen.get("/stores/registered_cases")
    assert shen.client.get("/stores/nothing_here").status_code == 404
