"""My account: what I belong to, my password, and who stands in for me while I am away."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.account import absences, passwords, sessions, throttle
from web.account.dates import is_day, today
from web.account.views import pages
from web.pages import visitor
from web.permissions import record
from web.services import services

__all__ = ["pages"]

SHORTEST = 10
"""Characters of a password that somebody chooses."""

Page = str | tuple[str, int]


@pages.get("/account")
def own() -> Page:
    """The page."""
    return _page({})


@pages.post("/account/password")
def change_password() -> Response | Page:
    """A new password for oneself; every other session of the person ends."""
    given, who = services(), visitor().id
    present, chosen, again = (request.form.get(name, "") for name in ("present", "chosen", "again"))
    limits = given.settings.sign_in_failures, given.settings.sign_in_window_minutes
    if not throttle.attempt(given.database, who, request.remote_addr or "", given.now(), *limits):
        minutes = given.settings.sign_in_window_minutes
        said = gettext("Too many wrong passwords. Wait %(minutes)d minutes and try again.", minutes=minutes)
        return _page({"present": said}), 429
    if not passwords.matches(given.database, who, present):
        return _page({"present": gettext("This is not your present password.")}), 422
    throttle.succeeded(given.database, who, request.remote_addr or "")
    problem = _unfit(chosen, who, present)
    if problem or chosen != again:
        return _page(
            {"chosen": problem} if problem else {"again": gettext("The two do not agree. Type both anew.")}
        ), 422
    passwords.set_password(given.database, who, chosen, given.now())
    sessions.revoke_all(given.database, who)
    session.pop("temporary", None)
    minutes = given.settings.session_minutes
    session["token"] = sessions.open_session(given.database, who, request.remote_addr or "", given.now(), minutes)
    record("change own password", who, "done")
    flash(gettext("Your password is changed. You are signed out everywhere else."), "done")
    return redirect(url_for("account.own"))


@pages.post("/account/absences")
def be_away() -> Response | Page:
    """Name who does my tasks from one day to another."""
    given, who = services(), visitor()
    first, last, substitute = (request.form.get(name, "").strip() for name in ("first_day", "last_day", "substitute"))
    errors = _absence_errors(first, last, substitute)
    if errors:
        return _page(errors), 422
    absences.note(given.database, who.id, substitute, first, last, given.now())
    record("name substitute", f"{who.id} {substitute} {first} {last}", "done")
    flash(gettext("Your substitute is offered your tasks in these days."), "done")
    return redirect(url_for("account.own"))


@pages.post("/account/absences/<identity>/end")
def be_back(identity: str) -> Response:
    """I am back, or do not go."""
    if not absences.end(services().database, visitor().id, identity, services().now()):
        abort(404)
    record("end absence", visitor().id, "done")
    flash(gettext("The absence is ended. Tasks come to you alone again."), "done")
    return redirect(url_for("account.own"))


def _unfit(chosen: str, who: str, present: str) -> str:
    """Why this cannot be the new password, or ''."""
    if len(chosen) < SHORTEST:
        return str(gettext("Write at least %(limit)s characters.", limit=SHORTEST))
    if len(chosen) > passwords.LONGEST:
        return str(gettext("Write at most %(limit)s characters.", limit=passwords.LONGEST))
    if chosen == present or who in chosen.lower():
        return str(gettext("Choose one that is new and does not hold your user name."))
    return ""


def _absence_errors(first: str, last: str, substitute: str) -> dict[str, str]:
    given, who = services(), visitor()
    errors = {}
    for key, day in (("first_day", first), ("last_day", last)):
        if not is_day(day):
            errors[key] = gettext("Write a date that exists, like 2026-03-01.")
    if not errors and last < max(first, today(given.now())):
        errors["last_day"] = gettext("The last day must not lie before the first or before today.")
    elif not errors and absences.overlaps(given.database, who.id, first, last):
        errors["first_day"] = gettext("You have named a substitute for some of these days already. End that first.")
    if substitute not in {one for one, _ in absences.substitutes(given.database, who, given.now())}:
        errors["substitute"] = gettext("Choose one of the options shown.")
    return errors


def _page(errors: Mapping[str, str]) -> str:
    given, who = services(), visitor()
    return render_template(
        "account/own.html",
        errors=errors,
        entered=request.form,
        temporary=bool(session.get("temporary")),
        absences=absences.planned(given.database, who.id, given.now()),
        substitutes=absences.substitutes(given.database, who, given.now()),
        shortest=SHORTEST,
    )
