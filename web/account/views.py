"""Sign-in, sign-out and the language switch; and the guard that asks everybody to sign in first."""

import structlog
from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.account import first, passwords, people, sessions, throttle
from web.account.forms import SignIn
from web.language import LANGUAGES
from web.pages import back_to
from web.services import services

pages = Blueprint("account", __name__, template_folder="templates")
log = structlog.get_logger()

OWN_PASSWORD = {"account.own", "account.change_password", "account.sign_out", "account.language", "static"}
"""All that somebody with a temporary password may do."""
PUBLIC = {"account.sign_in", "account.language", "static"}
SESSIONLESS = {"api", "health"}
"""What knows its callers by other means than a session and denies by itself, or tells nothing worth denying."""


@pages.before_app_request
def know_the_visitor() -> Response | None:
    """Set `g.visitor`; without one, every address but the public ones leads to the sign-in page."""
    g.visitor = None
    if request.blueprint in SESSIONLESS:
        return None
    token = session.get("token", "")
    if token:
        given = services()
        person = sessions.resume(given.database, token, given.now(), given.settings.session_minutes)
        g.visitor = people.visitor(given.database, person, given.now()) if person else None
    if g.visitor is None and request.endpoint not in PUBLIC:
        target = request.full_path.rstrip("?") if request.method == "GET" else ""
        address = url_for("account.sign_in", next=target or None)
        if request.headers.get("HX-Request"):
            return Response(status=204, headers={"HX-Redirect": address})
        if _is_program():
            return _unknown(url_for("account.sign_in"))
        return redirect(address)
    if g.visitor is not None and session.get("temporary") and request.endpoint not in OWN_PASSWORD:
        return redirect(url_for("account.own"))
    return None


def _is_program() -> bool:
    """Whether a script of a page asks, which has no use for the sign-in page."""
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def _unknown(address: str) -> Response:
    answer = jsonify(title=gettext("Your session is over. Sign in again."), status=401, sign_in=address)
    answer.status_code = 401
    return answer


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """Show the form; a right password opens a new session under a new token."""
    if g.visitor is not None:
        return redirect(url_for("home"))
    form = SignIn(data={"next": request.args.get("next", ""), "account": request.args.get("account", "")})
    given = services()
    if not form.validate_on_submit():
        return _sign_in_page(form, "")
    account, address, now = form.account.data.strip(), request.remote_addr or "", given.now()
    settings = given.settings
    if not throttle.attempt(
        given.database, account, address, now, settings.sign_in_failures, settings.sign_in_window_minutes
    ):
        log.warning("sign_in_throttled", account=account, address=address)
        reason = gettext(
            "Too many wrong passwords. Wait %(minutes)d minutes and try again.", minutes=settings.sign_in_window_minutes
        )
        return _sign_in_page(form, reason), 429
    known = passwords.matches(given.database, account, form.password.data)
    if not known or people.visitor(given.database, account, now) is None:
        log.info("sign_in_failed", account=account, address=address)
        return _sign_in_page(form, gettext("User name and password do not match.")), 422
    throttle.succeeded(given.database, account, address)
    chosen = session.get("language", "")
    session.clear()
    session["token"] = sessions.open_session(given.database, account, address, now, settings.session_minutes)
    if passwords.is_temporary(given.database, account):
        session["temporary"] = True
    if chosen:
        people.remember_language(given.database, account, chosen)
    log.info("signed_in", account=account, address=address)
    return back_to(form.next.data or "", url_for("home"))


def _sign_in_page(form: SignIn, problem: str) -> str:
    """The page; demo people whom a case meets come first, in that order."""
    accounts = {one.id: one for one in people.demo_accounts(services().database, services().now())}
    named = [accounts.pop(id) for id in first.accounts() if id in accounts]
    return render_template(
        "account/sign_in.html", form=form, problem=problem, first_accounts=named, more_accounts=list(accounts.values())
    )


@pages.post("/sign-out")
def sign_out() -> Response:
    """End the session here and in the database."""
    sessions.revoke(services().database, session.get("token", ""))
    session.clear()
    return redirect(url_for("account.sign_in"))


@pages.post("/language")
def language() -> Response:
    """Switch the language, remembered for the person, or for the session before sign-in."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    if g.visitor is not None:
        people.remember_language(services().database, g.visitor.id, chosen)
    return back_to(request.form.get("next", ""), url_for("home"))
