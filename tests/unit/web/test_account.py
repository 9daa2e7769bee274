"""Signing in and out, throttling, languages, and what every response carries."""

import sqlalchemy as sa

from tests.unit.web.conftest import Browser, World
from web import create_app
from web.account import sessions
from web.account.tables import credential, web_session
from web.settings import Settings


def test_a_wrong_password_is_refused_and_the_user_name_kept(browser: Browser) -> None:
    answer = browser.sign_in("mei", "wrong")
    assert answer.status_code == 422
    assert "用户名或密码不正确" in answer.text
    assert 'value="mei"' in answer.text


def test_signing_in_leads_to_the_page_first_asked_for(browser: Browser) -> None:
    page = browser.get("/cases?status=ended")
    assert 'name="next" value="/cases?status=ended"' in page
    answer = browser.send("/sign-in", "/sign-in", account="mei", password="a long enough password", next="/cases")
    assert answer.request.path == "/cases"


def test_signing_in_never_leads_to_another_server(browser: Browser) -> None:
    hostile = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "/\t/evil.example/", "/\n/evil.example/")
    for target in (*hostile, "/\r\nSet-Cookie: a=b", "/\\/evil.example", "/cases\u2028", "evil.example"):
        answer = browser.send("/sign-in", "/sign-in", account="mei", password="a long enough password", next=target)
        assert answer.request.host == "localhost"
        assert answer.request.path == "/tasks"
        browser.send("/tasks", "/sign-out")


def test_five_wrong_passwords_make_the_account_wait_from_that_address(world: World) -> None:
    for _ in range(5):
        assert world.browser().sign_in("mei", "wrong").status_code == 422
    answer = world.browser().sign_in("mei")
    assert answer.status_code == 429
    assert "15 分钟" in answer.text
    assert world.browser().sign_in("ming").status_code == 200
    world.clock.advance(15 * 60_000 + 1)
    assert world.browser().sign_in("mei").status_code == 200


def test_a_session_ends_by_sign_out_expiry_and_revocation(world: World) -> None:
    browser = world.signed_in("mei")
    assert "待办" in browser.get("/tasks")
    browser.send("/tasks", "/sign-out")
    assert "密码" in browser.get("/tasks")

    browser = world.signed_in("mei")
    world.clock.advance(481 * 60_000)
    assert "密码" in browser.get("/tasks")

    browser = world.signed_in("mei")
    sessions.revoke_all(world.engine.database, "mei")
    assert "密码" in browser.get("/tasks")


def test_neither_passwords_nor_session_tokens_are_kept_readably(world: World) -> None:
    browser = world.signed_in("mei")
    with browser.client.session_transaction() as session:
        token = session["token"]
    with world.engine.database.connect() as connection:
        stored = connection.scalars(sa.select(web_session.c.token_hash)).all()
        hashes = connection.scalars(sa.select(credential.c.password_hash)).all()
    assert token not in stored
    assert all(text.startswith("$argon2id$") for text in hashes)


def test_signing_in_gives_a_new_session_token(world: World) -> None:
    browser = world.signed_in("mei")
    with browser.client.session_transaction() as session:
        first = session["token"]
    browser.send("/tasks", "/sign-out")
    browser.sign_in("mei")
    with browser.client.session_transaction() as session:
        assert session["token"] != first


def test_the_language_is_remembered_for_the_person(world: World) -> None:
    browser = world.signed_in("mei")
    assert '<html lang="zh-CN">' in browser.get("/tasks")
    assert '<html lang="en">' in browser.send("/tasks", "/language", language="en", next="/tasks").text
    assert '<html lang="en">' in world.signed_in("mei").get("/tasks")


def test_a_form_without_its_token_is_refused(browser: Browser) -> None:
    answer = browser.client.post("/sign-in", data={"account": "mei", "password": "a long enough password"})
    assert answer.status_code == 400
    assert "页面已过期" in answer.text


def test_every_page_forbids_foreign_scripts_and_framing(browser: Browser) -> None:
    headers = browser.client.get("/sign-in").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Lax" in headers["Set-Cookie"]


def test_behind_https_cookies_never_travel_without_it(world: World) -> None:
    settings = Settings(secret_key="k" * 64, public_url="https://tiaokuai.example")
    answer = create_app(settings, world.engine).test_client().get("/sign-in", base_url="https://tiaokuai.example")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_no_page_names_another_host(world: World) -> None:
    for address in ("/sign-in", "/tasks", "/procedures", "/cases", "/messages"):
        page = world.signed_in("mei").get(address)
        assert "http://" not in page
        assert "https://" not in page


def test_programs_get_problems_as_rfc_9457(world: World) -> None:
    browser = world.signed_in("mei")
    answer = browser.client.get("/cases/nothing", headers={"Accept": "application/json, application/problem+json"})
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 403
