"""Working on one task: its page, what is sent from it, and the page of whoever came second."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine.errors import ExcludedUser, InvalidForm, NotAllowed, TaskAlreadyClaimed, TaskNotOpen
from engine.runtime.permissions import acting_as, is_candidate
from engine.runtime.views import TaskRow, TaskView
from web.cases.page import Fact, facts
from web.cases.queries import definition_hash
from web.clauses import cited
from web.diagrams import Vocabulary, vocabulary
from web.inbox import attachments, drafts, submission
from web.inbox.drafts import Fields
from web.inbox.fields import error_words, lay_out
from web.language import moment, pick, quoted
from web.pages import visitor
from web.people import Directory
from web.permissions import require
from web.services import services

Page = str | tuple[str, int]

LATE = (TaskNotOpen, TaskAlreadyClaimed, ExcludedUser)
"""What the conflict page says in words."""


def show(instance_id: str, token: int) -> Page:
    """The task's page, with the visitor's draft if there is one."""
    try:
        task = _task(instance_id, token)
    except LATE as late:
        return conflict(late, instance_id, {})
    kept = drafts.kept(services().database, visitor().id, instance_id, token)
    return _page(task, kept[0] if kept else None, {}, kept_at=kept[1] if kept else 0)


def redraw(instance_id: str, token: int) -> str:
    """The fields alone; where the task is gone, nothing changes until the form is sent."""
    task = _task(instance_id, token)
    fields = submission.raw_fields(request)
    submission.own_files_only(services(), task.form, fields, (instance_id, token), visitor().id)
    sheet = lay_out(task.form, fields, task.variables, services().now(), {})
    return render_template("inbox/form.html", sheet=sheet, refresh_address=request.path, accept=attachments.ACCEPT)


def take(instance_id: str, token: int) -> Answer | Page:
    """What was sent from the task's page. Whatever does not get through is kept as a draft."""
    given, who = services(), visitor()
    fields = submission.raw_fields(request)
    try:
        task = _task(instance_id, token)
    except LATE as late:
        return conflict(late, instance_id, fields)
    refusals = submission.take_files(given, request, task.form, fields, (instance_id, token), who.id)
    drafts.keep(given.database, who.id, instance_id, token, fields, given.now())
    if request.form.get("refresh") or refusals:
        return _page(task, fields, refusals), 422 if refusals else 200
    if request.form.get("action") == "draft":
        flash(gettext("Your draft is kept. Nobody else sees it."), "done")
        return redirect(url_for("inbox.task", instance_id=instance_id, token=token))
    try:
        given.engine.complete_form(instance_id, token, fields, who.actor, submission.command_id(request, who.id))
    except InvalidForm as invalid:
        errors = {key: error_words(error) for key, error in invalid.details["errors"].items()}
        return _page(task, fields, errors), 422
    except LATE as late:
        return conflict(late, instance_id, fields)
    drafts.submit(given.database, who.id, (instance_id, token), submission.file_ids(task.form, fields), instance_id)
    return _done(task.row)


def attempt(command: Callable[[], object], instance_id: str, token: int) -> Page | None:
    """Run a command on a task; the conflict page where somebody was first."""
    try:
        _task(instance_id, token)
        command()
    except LATE as late:
        return conflict(late, instance_id, {})
    except NotAllowed:
        require(False, "act on task", instance_id)
    return None


def conflict(late: TaskNotOpen | TaskAlreadyClaimed | ExcludedUser, instance_id: str, fields: Fields) -> Page:
    """Who was first, when, or why it is not for the visitor; and what they had entered."""
    by, at = str(late.details.get("by", "")), int(late.details.get("at", 0))
    if isinstance(late, ExcludedUser):
        title = gettext("Somebody else must do this task")
        sentence = gettext(
            "The procedure keeps you from it, because you took part in an earlier step or are concerned yourself. "
            "A colleague of the group can do it."
        )
    elif by == visitor().id and isinstance(late, TaskNotOpen):
        title, sentence = gettext("This task is done"), gettext("You have completed this task already.")
    elif isinstance(late, TaskAlreadyClaimed):
        title = gettext("Somebody else has this task")
        sentence = gettext("%(who)s has taken it on.", who=Directory([by]).actor(by))
    elif late.details.get("outcome") == "completed":
        title = gettext("Somebody was first")
        sentence = gettext("%(who)s has completed this task.", who=Directory([by]).actor(by))
    else:
        title, sentence = gettext("This task is closed"), gettext("The case has gone on without it.")
    when = moment(at) if at else ""
    return (
        render_template(
            "inbox/conflict.html",
            title=title,
            sentence=sentence,
            when=when,
            typed=_typed(instance_id, fields),
            instance_id=instance_id,
        ),
        403 if isinstance(late, ExcludedUser) else 409,
    )


def _task(instance_id: str, token: int) -> TaskView:
    """The open task. Raises TaskNotOpen, TaskAlreadyClaimed where a colleague holds it, ExcludedUser; denies the rest."""
    task = services().engine.task(instance_id, token)
    row, actor = task.row, visitor().actor
    person = acting_as(row, actor)
    candidate = any(is_candidate(row, one) for one in actor.persons)
    require(candidate or person is not None, "see task", f"{instance_id}/{token}")
    if person is None:
        raise TaskAlreadyClaimed("A colleague holds the task.", by=row.assignee, at=0)
    if not {actor.id, person.id}.isdisjoint(row.excluded_users):
        raise ExcludedUser("The diagram keeps the visitor from the task.", person=actor.id)
    return task


def _page(task: TaskView, fields: Fields | None, errors: Mapping[str, str], kept_at: int = 0) -> str:
    engine, row = services().engine, task.row
    words = vocabulary(engine.definition(definition_hash(services().database, row.instance_id)))
    node = words.node(row.element_process, row.element)
    documentation = pick(task.documentation, node.properties.get("documentation:en", "") if node else "")
    return render_template(
        "inbox/task.html",
        task=task,
        sheet=lay_out(task.form, fields, task.variables, services().now(), errors),
        kept_at=kept_at,
        command_id=submission.new_command_id(),
        refresh_address=url_for("inbox.refresh", instance_id=row.instance_id, token=row.token),
        accept=attachments.ACCEPT,
        holds=row.assignee == visitor().id,
        away=_away(row),
        directory=Directory(groups=row.candidate_groups),
        documentation=documentation,
        facts=_elsewhere(task, words),
        clauses=cited(task.basis),
        now=services().now(),
    )


def _away(row: TaskRow) -> str:
    """The name of the absent person for whom the visitor stands in here, or ''."""
    person = acting_as(row, visitor().actor)
    absent = {one.id: one.name.said for one in visitor().stands_in_for}
    return absent.get(person.id, "") if person else ""


def _elsewhere(task: TaskView, words: Vocabulary) -> list[Fact]:
    """What is known of the case and not part of the task's own form."""
    own = {component.key for component in task.form.fields} if task.form else set()
    others = {key: value for key, value in task.variables.items() if key not in own and value not in (None, "", [])}
    return [fact for fact in facts(others, words) if fact.known]


def _done(row: TaskRow) -> Answer:
    name = pick(row.name, row.name_en) or row.element
    stopped = services().engine.case(row.instance_id).incidents
    if stopped:
        at = quoted(pick(stopped[0].name, stopped[0].name_en) or stopped[0].element)
        sentence = gettext("Completed: %(name)s. But the case stands still at %(at)s; the operators see it.")
        flash(sentence % {"name": name, "at": at}, "warning")
    else:
        flash(gettext("Completed: %(name)s. The case has gone on.", name=name), "done")
    return redirect(url_for("inbox.tasks"))


def _typed(instance_id: str, fields: Fields) -> list[Fact]:
    words = vocabulary(services().engine.definition(definition_hash(services().database, instance_id)))
    found = []
    for key, given in fields.items():
        label = words.label(key.partition(".")[0])
        values: list[Any] = [words.value(key, one) for one in given if one]
        if label is not None and values:
            found.append(Fact(label.said, values, True))
    return found
