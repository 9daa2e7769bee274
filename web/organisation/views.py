"""Pages on which operators and policy officers keep the people and what they belong to."""

import re
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.runtime.permissions import Actor
from web.account import passwords
from web.account.dates import is_day
from web.account.people import person_names
from web.organisation import register
from web.pages import visitor
from web.permissions import may_manage_people, may_operate, may_trust, record, require
from web.services import services

pages = Blueprint("organisation", __name__, template_folder="templates", url_prefix="/people")

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,99}")
_LONGEST = 100

Page = str | tuple[str, int]


@pages.get("")
def listing() -> Page:
    """Everybody, by id."""
    require(may_manage_people(visitor()), "people", "")
    return _listing({})


@pages.post("")
def add() -> Response | Page:
    """A new person, who belongs to nothing yet and cannot sign in before they get a password."""
    require(may_manage_people(visitor()), "add person", request.form.get("id", ""))
    identity, name, name_en = (request.form.get(key, "").strip() for key in ("id", "name", "name_en"))
    errors = {}
    if not _ID.fullmatch(identity):
        errors["id"] = gettext("Write small letters a–z, digits and hyphens, for example wang-fang.")
    for key, text in (("name", name), ("name_en", name_en)):
        if not text or len(text) > _LONGEST or not text.isprintable():
            errors[key] = gettext("Fill this in, with at most %(limit)s characters.", limit=_LONGEST)
    if not errors and not register.add(services().database, identity, name, name_en):
        errors["id"] = gettext("Somebody has this user name already. Choose another.")
    if errors:
        return _listing(errors), 422
    record("add person", identity, "done")
    flash(gettext("%(name)s is added. Now say what they belong to.", name=name), "done")
    return redirect(url_for("organisation.person", identity=identity))


@pages.get("/<identity>")
def person(identity: str) -> Page:
    """One person and everything they belong to."""
    require(may_manage_people(visitor()), "see person", identity)
    return _person(identity, {})


@pages.post("/<identity>/memberships")
def join(identity: str) -> Response | Page:
    """The person belongs to a unit from now or from a day on."""
    _may_change(identity, "add membership")
    given = services()
    chosen = {key: request.form.get(key, "").strip() for key in ("role", "unit", "valid_from", "valid_to")}
    require(may_trust(visitor(), chosen["role"]), "add membership", f"{identity} {chosen['role']}")
    roles, units = register.open_choices(given.database, given.now())
    errors = {}
    for key, options in (("role", roles), ("unit", units)):
        if not register.known(options, chosen[key]):
            errors[key] = gettext("Choose one of the options shown.")
    for key in ("valid_from", "valid_to"):
        if chosen[key] and not is_day(chosen[key]):
            errors[key] = gettext("Write a date that exists, like 2026-03-01.")
    if not errors and chosen["valid_to"] and chosen["valid_to"] < chosen["valid_from"]:
        errors["valid_to"] = gettext("The last day must not lie before the first.")
    if not errors and not register.join(given.database, identity, *chosen.values()):
        errors["role"] = gettext("They have this role there already in some of these days. End that first.")
    if errors:
        return _person(identity, errors), 422
    record("add membership", f"{identity} {chosen['role']}@{chosen['unit']}", "done")
    flash(gettext("The membership is added."), "done")
    return redirect(url_for("organisation.person", identity=identity))


@pages.post("/<identity>/memberships/end")
def leave(identity: str) -> Response:
    """The person belongs to a unit no more from today on."""
    _may_change(identity, "end membership")
    role, unit, first = (request.form.get(key, "") for key in ("role", "unit", "valid_from"))
    require(may_trust(visitor(), role), "end membership", f"{identity} {role}")
    if not register.leave(services().database, identity, role, unit, first, services().now()):
        abort(404)
    record("end membership", f"{identity} {role}@{unit}", "done")
    flash(
        gettext("The membership is ended. Tasks that they had taken on stay with them until they give them back."),
        "done",
    )
    return redirect(url_for("organisation.person", identity=identity))


@pages.post("/<identity>/password")
def reset_password(identity: str) -> Page:
    """A temporary password, shown once; the person is signed out and must choose their own."""
    _may_change(identity, "reset password")
    given = services()
    require(_may_reset(identity), "reset password", identity)
    temporary = passwords.give_temporary(given.database, identity, given.now())
    record("reset password", identity, "done")
    return _person(identity, {}, temporary)


def _may_change(identity: str, action: str) -> None:
    """Whoever keeps the people may change others, not themselves: nobody gives themselves a role."""
    allowed = may_manage_people(visitor()) and identity != visitor().id
    require(allowed, action, identity)
    if identity not in person_names(services().database, [identity]):
        abort(404)


def _may_reset(identity: str) -> bool:
    """Whether the visitor may get into the account: not where it holds a role, by now or later, that they may not give."""
    given = services()
    held = register.found(given.database, identity, given.now())
    return held is None or all(may_trust(visitor(), one.role) for one in held.memberships if one.state != "over")


def _listing(errors: Mapping[str, str]) -> str:
    text, after = request.args.get("q", "").strip(), request.args.get("after", "")
    people, following = register.listed(services().database, text, after, services().now())
    return render_template(
        "organisation/listing.html", people=people, next=following, text=text, errors=errors, entered=request.form
    )


def _person(identity: str, errors: Mapping[str, str], temporary: str = "") -> str:
    given = services()
    found = register.found(given.database, identity, given.now())
    if found is None:
        abort(404)
    roles, units = register.open_choices(given.database, given.now())
    return render_template(
        "organisation/person.html",
        person=found,
        own=identity == visitor().id,
        role_options=[(id, name) for id, name in roles if may_trust(visitor(), id)],
        trusts=lambda role: may_trust(visitor(), role),
        resets=_may_reset(identity),
        unit_options=units,
        errors=errors,
        entered=request.form,
        temporary=temporary,
        tasks=given.engine.inbox(Actor(identity), mine=True).rows if may_operate(visitor()) else (),
    )
