"""Two districts on two databases: what is done in one never touches the other."""

import json
from itertools import product

import sqlalchemy as sa
from werkzeug.test import Client, TestResponse

from engine.runtime.permissions import Actor
from tests.integration.connectors.world import PROBLEM
from tests.integration.districts.conftest import KEYS, Commands, Run, Town, password, token
from tests.unit.web.conftest import REPORT


def push(town: Town, host: str, of: str) -> TestResponse:
    """A report of the hotline that holds the token of one district."""
    headers = {"Authorization": f"Bearer {token(of)}", "Idempotency-Key": "key-0001", "Host": host}
    body = json.dumps({"fields": PROBLEM | {"street": "east"}, "reference": "HL-1"})
    return Client(town.router).post("/api/reports", data=body, content_type="application/json", headers=headers)


def test_a_request_touches_the_database_of_its_district_only(town: Town) -> None:
    before = town.west.contents()
    town.west.taken.clear()
    rong = town.browser("east.test")
    assert rong.sign_in("rong", password("east")).status_code == 200
    answer = rong.send("/procedures/pothole", "/procedures/pothole", **REPORT, action="complete")
    case = answer.request.path.rpartition("/")[2]
    assert case in rong.get("/cases")
    assert town.west.taken == []
    assert town.west.contents() == before
    assert [row.id for row in town.east.engine.instances().rows] == [case]


def test_people_sign_in_to_their_district_only(town: Town) -> None:
    rong = town.browser("east.test")
    assert rong.sign_in("rong", password("west")).status_code == 422
    assert rong.sign_in("rong", password("east")).status_code == 200
    cookie = rong.client.get_cookie("tiaokuai", "east.test")
    assert cookie is not None
    elsewhere = Client(town.router)
    elsewhere.set_cookie("tiaokuai", cookie.value, domain="west.test")
    assert elsewhere.get("/tasks", base_url="http://west.test").location.startswith("/sign-in")
    old = Client(town.router)
    old.set_cookie("tiaokuai", cookie.value, domain="east-old.test")
    assert old.get("/tasks", base_url="http://east-old.test").status_code == 200


def test_a_push_is_known_in_its_district_only(town: Town) -> None:
    before = {row.id for row in town.west.engine.instances().rows}
    assert push(town, "west.test", of="east").status_code == 401
    town.west.taken.clear()
    assert push(town, "EAST.test:8443", of="east").status_code == 202
    assert town.west.taken == []
    for side in (town.east, town.west):
        side.engine.run_until_idle()
    assert [row.process_id for row in town.east.engine.instances().rows] == ["intake"]
    assert {row.id for row in town.west.engine.instances().rows} == before == set()


def test_workers_do_the_work_of_their_district_only(town: Town) -> None:
    for side in (town.east, town.west):
        side.engine.start("wait", {}, Actor("rong"))
    town.clock.advance(2 * 3_600_000)
    town.east.engine.run_until_idle()
    assert [row.status for row in town.east.engine.instances().rows] == ["completed"]
    assert [row.status for row in town.west.engine.instances().rows] == ["active"]
    town.west.engine.run_until_idle()
    assert [row.status for row in town.west.engine.instances().rows] == ["completed"]


def test_a_host_of_no_district_is_told_so_and_touches_nothing(town: Town) -> None:
    taken = town.east.taken + town.west.taken
    hosts = ("south.test", "east.test.evil.test", "127.0.0.1", "[::1", "")
    for host, path in product(hosts, ("/", "/sign-in", "/api/reports", "/static/tiaokuai.css")):
        answer = Client(town.router).get(path, headers={"Host": host})
        assert answer.status_code == 404
        assert "这个网址不属于任何一个区" in answer.text
        assert "This address belongs to no district" in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert town.east.taken + town.west.taken == taken


def test_a_district_that_is_away_takes_no_other_with_it(town: Town) -> None:
    with town.west.engine.database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    answers = {
        host: Client(town.router).get("/readyz", base_url=f"http://{host}").status_code
        for host in ("east.test", "west.test", "10.0.0.7")
    }
    assert answers == {"east.test": 200, "west.test": 503, "10.0.0.7": 200}
    with town.east.engine.database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert Client(town.router).get("/readyz", base_url="http://10.0.0.7").status_code == 503
    assert Client(town.router).get("/healthz", base_url="http://10.0.0.7").status_code == 200


def test_empty_databases_are_set_up_one_after_the_other_or_one_alone(commands: Commands) -> None:
    run = commands(dict.fromkeys(KEYS, "template0"))
    assert run("--district", "west", "migrate").output == "Migrating the database … done\n"
    early = run("verify")
    assert (early.exit_code, "Not done in east." in early.output) == (1, True)
    assert run("migrate").exit_code == 0
    done = run("deploy")
    assert done.exit_code == 0, done.output
    assert done.output.count("pothole version 1\n") == 2
    each = "0 cases verified.\n1 entries of the operations journal verified.\n"
    assert run("verify").output == f"District east:\n{each}District west:\n{each}"


def test_commands_work_on_all_districts_or_on_one(town: Town, run: Run) -> None:
    town.east.engine.start("wait", {}, Actor("rong"))
    both = run("verify")
    assert both.exit_code == 0, both.output
    journal = "0 entries of the operations journal verified.\n"
    east = f"1 cases verified.\n{journal}"
    assert both.output == f"District east:\n{east}District west:\n0 cases verified.\n{journal}"
    assert run("--district", "east", "verify").output == east
    assert "pothole version 1 (unchanged)" in run("--district", "west", "deploy").output
    refused = run("amendments")
    assert refused.exit_code == 1
    assert "give --district KEY. Districts: east, west." in refused.output
    assert run("--district", "west", "amendments").exit_code == 0
    unknown = run("--district", "south", "verify")
    assert unknown.exit_code == 1
    assert "There is no district south. Districts: east, west." in unknown.output


def test_a_command_that_fails_in_one_district_is_done_in_the_others(town: Town, run: Run) -> None:
    with town.east.engine.database.begin() as connection:
        connection.execute(sa.text("DROP TABLE alembic_version"))
    answer = run("verify")
    assert answer.exit_code == 1
    assert "District west:\n0 cases verified." in answer.output
    assert "Not done in east." in answer.output


def test_each_district_keeps_a_secret_of_its_own(town: Town) -> None:
    files = [side.district.settings.secret_key_file for side in (town.east, town.west)]
    assert [file.parent.name for file in files] == list(KEYS)
    assert len({file.read_text() for file in files}) == 2
