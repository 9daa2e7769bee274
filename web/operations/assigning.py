"""Giving a task to a person: one that names nobody, or one that lies with somebody who cannot do it now."""

from collections.abc import Mapping

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import CommandRejected, ExcludedUser, TaskNotOpen
from engine.runtime.views import TaskRow
from web.account.dates import holding, today
from web.account.people import person_names
from web.account.tables import membership, person
from web.operations.views import pages
from web.organisation import register
from web.pages import visitor
from web.people import Directory
from web.permissions import may_operate, record, require
from web.services import services

__all__ = ["pages"]

LONGEST = 500
"""Characters of a reason."""

Page = str | tuple[str, int]


@pages.get("/tasks/<instance_id>/<int:token>/assign")
def choose(instance_id: str, token: int) -> Page:
    """Who could do the task, to choose from."""
    task = _task(instance_id, token)
    return _page(task, {}) if task else _gone()


@pages.post("/tasks/<instance_id>/<int:token>/assign")
def assign(instance_id: str, token: int) -> Response | Page:
    """Give it to a person; where somebody holds it, for a reason, which the history keeps."""
    task, given = _task(instance_id, token), services()
    if task is None:
        return _gone()
    person_id, reason = (request.form.get(key, "").strip() for key in ("person", "reason"))
    reason = reason if _names_somebody(task) else ""
    errors = {}
    if not register.listed(
        given.database, "", "", given.now(), sa.and_(_able(task, given.now()), person.c.id == person_id)
    )[0]:
        unable = gettext("%(id)s cannot do this task. Choose one of the people shown.", id=f"“{person_id}”")
        errors["person"] = unable if person_id else gettext("Choose one of the options shown.")
    if _names_somebody(task) and not 0 < len(reason) <= LONGEST:
        errors["reason"] = gettext("Fill this in, with at most %(limit)s characters.", limit=LONGEST)
    if errors:
        return _page(task, errors), 422
    try:
        given.engine.assign(instance_id, token, person_id, visitor().actor, reason=reason)
    except ExcludedUser:
        said = gettext("The procedure keeps this person from the task. Name somebody else.")
        return _page(task, {"person": said}), 422
    except CommandRejected:
        return _gone()
    record("assign task", f"{instance_id}/{token} {person_id}", "done")
    flash(
        gettext("The task lies with %(who)s now.", who=person_names(given.database, [person_id])[person_id].said),
        "done",
    )
    return redirect(url_for("operations.overview"))


def _task(instance_id: str, token: int) -> TaskRow | None:
    """The open task where it may be given: it names nobody, or somebody holds it. None: there is none."""
    require(may_operate(visitor()), "assign task", f"{instance_id}/{token}")
    try:
        row = services().engine.task(instance_id, token).row
    except TaskNotOpen:
        return None
    return None if _names_somebody(row) and not row.assignee else row


def _names_somebody(task: TaskRow) -> bool:
    return bool(task.candidate_groups or task.candidate_users)


def _able(task: TaskRow, now: int) -> sa.ColumnElement[bool]:
    """Which people may be given the task: those whom its diagram names, and none whom it keeps out."""
    day = today(now)
    kept_out = [*task.excluded_users, task.assignee]
    there = sa.and_(person.c.active, holding(person, day), person.c.id.not_in(kept_out))
    if not _names_somebody(task):
        return there
    pairs = [group.partition("@")[::2] for group in task.candidate_groups]
    group = sa.tuple_(membership.c.role, membership.c.unit).in_(pairs)
    members = sa.select(membership.c.person).where(group, holding(membership, day))
    return sa.and_(there, sa.or_(person.c.id.in_(task.candidate_users), person.c.id.in_(members)))


def _page(task: TaskRow, errors: Mapping[str, str]) -> str:
    given, text = services(), request.values.get("q", "").strip()
    found, more = register.listed(
        given.database, text, request.args.get("after", ""), given.now(), _able(task, given.now())
    )
    return render_template(
        "operations/assign.html",
        task=task,
        people=found,
        more=more,
        text=text,
        errors=errors,
        entered=request.form,
        asks_why=_names_somebody(task),
        directory=Directory([task.assignee], task.candidate_groups),
    )


def _gone() -> Page:
    said = gettext("The task is closed, or its procedure names who may do it.")
    return render_template("operations/assign.html", task=None, gone=said), 409
