"""What every page shows around its content: navigation, notices, the signed-in person, versioned assets."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import permissions
from web.account.people import Visitor
from web.archive import records_as_of


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    address: str
    current: bool
    count: int = 0


def init(app: Flask) -> None:
    app.context_processor(_frame)
    app.jinja_env.globals.update(asset=asset, records_as_of=records_as_of)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.add_url_rule("/", "home", lambda: redirect(url_for("inbox.tasks")))


def visitor() -> Visitor:
    """The signed-in person; only for views that need one (all but the sign-in page)."""
    found = g.visitor
    assert isinstance(found, Visitor)
    return found


def row_number(text: str) -> int:
    """The number of a row in an address, for `request.args.get(…, type=row_number)`. Raises ValueError for what no database
    counts to."""
    number = int(text)
    if abs(number) >= 1 << 63:
        raise ValueError(text)
    return number


def back_to(target: str, fallback: str) -> Response:
    """Redirect to an absolute path of this server, never to another."""
    return redirect(target if _is_local(target) else fallback)


def _is_local(target: str) -> bool:
    """Browsers drop control characters and read a backslash as a slash, so an address with either is refused."""
    if not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")


def asset(name: str) -> str:
    """The address of a static file, with a mark of its content so that browsers may keep it."""
    return url_for("static", filename=name, v=_mark(name))


@cache
def _mark(name: str) -> str:
    path = Path(__file__).parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _frame() -> dict[str, Any]:
    somebody: Visitor | None = g.get("visitor")
    return {"visitor": somebody, "navigation": _navigation(somebody) if somebody else []}


def _navigation(somebody: Visitor) -> list[Link]:
    from web.inbox.notices import unread

    entries = [
        (gettext("Inbox"), "inbox.tasks", True, 0),
        (gettext("Start"), "inbox.procedures", True, 0),
        (gettext("Cases"), "cases.listing", True, 0),
        (gettext("Messages"), "inbox.messages", True, unread(somebody)),
        (gettext("Audit"), "audit.listing", permissions.may_audit(somebody), 0),
        (gettext("Data stores"), "stores.listing", permissions.may_read_stores(somebody), 0),
        (gettext("Workshop"), "modeler.drafts.home", permissions.may_read_workshop(somebody), 0),
        (gettext("Operations"), "operations.overview", permissions.may_see_operations(somebody), 0),
        (gettext("People"), "organisation.listing", permissions.may_manage_people(somebody), 0),
    ]
    here = request.endpoint or ""
    return [
        Link(label, url_for(endpoint), _same_place(endpoint, here), count)
        for label, endpoint, allowed, count in entries
        if allowed
    ]


def _same_place(endpoint: str, here: str) -> bool:
    package, _, view = here.partition(".")
    if package != endpoint.partition(".")[0]:
        return False
    if package != "inbox":
        return True
    places = {"procedures": "inbox.procedures", "start": "inbox.procedures", "messages": "inbox.messages"}
    return places.get(view, "inbox.tasks") == endpoint
