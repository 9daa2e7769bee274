"""What editors read and save over HTTP, and what they are told when somebody else was there or the session is over."""

from werkzeug.test import TestResponse

from tests.unit.web.conftest import HERE, Browser, World
from web.account.sessions import revoke_all
from web.modeler import library

FILE = "pothole_fill.form.json"
FILES = f"/workshop/pothole/files/{FILE}"
FORM = (HERE / "procedure" / "pothole_fill.form").read_bytes()


class Editor:
    """A person's browser with a file open."""

    def __init__(self, browser: Browser) -> None:
        self.client = browser.client

    def token(self) -> str:
        token: str = self.client.get("/workshop/token", headers={"Accept": "application/json"}).get_json()["token"]
        return token

    def read(self) -> tuple[bytes, str]:
        answer = self.client.get(FILES)
        return answer.get_data(), answer.headers["ETag"]

    def sent(self, method: str, address: str, body: bytes, revision: str) -> TestResponse:
        headers = {"X-CSRFToken": self.token(), "If-Match": revision, "Accept": "application/json"}
        return self.client.open(address, method=method, data=body, headers=headers)

    def save(self, body: bytes, revision: str) -> TestResponse:
        return self.sent("PUT", FILES, body, revision)


def changed(word: str) -> bytes:
    """The form with another label."""
    return FORM.replace(b'"label": "', b'"label": "' + word.encode(), 1)


def test_a_save_answers_with_the_next_revision_and_keeps_what_was_not_edited(world: World) -> None:
    editor = Editor(world.signed_in("zhi"))
    body, revision = editor.read()
    assert body == FORM
    saved = editor.save(changed("新").replace(b"\n", b""), revision)
    assert saved.status_code == 200
    again, now = editor.read()
    assert again == changed("新")
    assert saved.get_json()["revision"] == now.strip('"')


def test_the_second_of_two_is_told_who_was_first_and_both_texts_stay(world: World) -> None:
    first, second = Editor(world.signed_in("zhi")), Editor(world.signed_in("zhi"))
    _, revision = first.read()
    assert first.save(changed("一"), revision).status_code == 200
    refused = second.save(changed("二"), revision)
    assert refused.status_code == 409
    told = refused.get_json()
    assert (told["by"], told["by_name"]) == ("zhi", "支度")
    settle = f"/workshop/pothole/conflict/{FILE}?take="
    assert second.sent("POST", settle + "mine", changed("二"), f'"{told["revision"]}"').status_code == 200
    assert second.read()[0] == changed("二")
    (given_up,) = library.versions("pothole", engine=world.engine)
    assert library.bodies(given_up, engine=world.engine)[FILE] == changed("一")

    _, revision = first.read()
    for _ in range(2):
        assert first.sent("POST", settle + "theirs", changed("三"), revision).status_code == 200
    assert first.read()[0] == changed("二")
    kept = library.versions("pothole", engine=world.engine)
    assert [library.bodies(one, engine=world.engine)[FILE] for one in kept] == [changed("三"), changed("一")]


def test_what_a_page_left_behind_did_save_is_no_conflict_when_the_next_page_saves_it_again(world: World) -> None:
    editor = Editor(world.signed_in("zhi"))
    _, stale = editor.read()
    first = editor.save(changed("一"), stale)
    again = editor.save(changed("一"), stale)
    assert (again.status_code, again.get_json()["revision"]) == (200, first.get_json()["revision"])
    assert editor.save(changed("二"), stale).status_code == 409
    assert editor.read()[0] == changed("一")


def test_keeping_mine_over_what_changed_again_is_another_conflict(world: World) -> None:
    editor = Editor(world.signed_in("zhi"))
    _, stale = editor.read()
    assert editor.save(changed("一"), stale).status_code == 200
    again = editor.sent("POST", f"/workshop/pothole/conflict/{FILE}?take=mine", changed("二"), stale)
    assert again.status_code == 409
    assert library.versions("pothole", engine=world.engine) == []


def test_a_session_that_is_over_is_said_to_programs_and_nothing_is_saved(world: World) -> None:
    editor = Editor(world.signed_in("zhi"))
    _, revision = editor.read()
    token = editor.token()
    revoke_all(world.engine.database, "zhi")
    headers = {"X-CSRFToken": token, "If-Match": revision, "Accept": "application/json"}
    answer = editor.client.put(FILES, data=changed("新"), headers=headers)
    assert answer.status_code == 401
    assert answer.get_json()["sign_in"] == "/sign-in"
    assert library.draft_changes("pothole", engine=world.engine) == []


def test_without_a_token_or_of_somebody_who_may_not_draw_nothing_is_saved(world: World) -> None:
    editor = Editor(world.signed_in("zhi"))
    _, revision = editor.read()
    assert editor.client.put(FILES, data=changed("新"), headers={"If-Match": revision}).status_code == 400
    auditor = Editor(world.signed_in("shen"))
    assert auditor.read()[0] == FORM
    assert auditor.save(changed("新"), revision).status_code == 403
    assert world.signed_in("rong").client.get(FILES).status_code == 403
    assert library.draft_changes("pothole", engine=world.engine) == []


def test_what_is_too_large_or_no_file_of_a_procedure_is_refused(world: World) -> None:
    editor = Editor(world.signed_in("zhi"))
    _, revision = editor.read()
    assert editor.save(b" " * 2_000_001, revision).status_code == 413
    for name in ("run.py", "..form", "scenarios/x.form", "a/b.bpmn"):
        assert editor.sent("PUT", f"/workshop/pothole/files/{name}", b"{}", '"removed"').status_code == 404, name
    assert editor.sent("PUT", "/workshop/nothing/files/a.form", b"{}", '"removed"').status_code == 404


def test_who_has_the_file_open_is_told_for_a_minute(world: World) -> None:
    one, other = Editor(world.signed_in("zhi")), Editor(world.signed_in("zhi"))
    here = f"/workshop/pothole/presence/{FILE}"
    assert one.sent("POST", here, b"", "").get_json()["others"] == []
    assert other.sent("POST", here, b"", "").get_json()["others"] == []
    with world.engine.database.begin() as connection:
        connection.exec_driver_sql("UPDATE editing SET person = 'mei'")
    assert [found["name"] for found in one.sent("POST", here, b"", "").get_json()["others"]] == ["梅花"]
    world.clock.advance(61_000)
    assert one.sent("POST", here, b"", "").get_json()["others"] == []
