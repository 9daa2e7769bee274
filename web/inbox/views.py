"""The inbox and what is done with one task: take on, give back, fill in, complete."""

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from web.deadlines import deadline
from web.inbox import attachments, choosing, notices, starting, working
from web.pages import back_to, visitor
from web.people import Directory
from web.permissions import may_see_case, require
from web.services import services

pages = Blueprint("inbox", __name__, template_folder="templates")
pages.add_app_template_filter(deadline)

PAGE = 25


@pages.get("/tasks")
def tasks() -> str:
    """My tasks, or those of my groups."""
    engine, actor = services().engine, visitor().actor
    counts = engine.inbox_counts(actor)
    tab = request.args.get("tab") or ("mine" if counts[0] or not counts[1] else "group")
    text = request.args.get("q", "").strip()
    page = engine.inbox(actor, mine=tab == "mine", after=request.args.get("after", ""), limit=PAGE, text=text)
    directory = Directory(groups={group for row in page.rows for group in row.candidate_groups})
    return render_template(
        "inbox/tasks.html",
        page=page,
        tab="mine" if tab == "mine" else "group",
        counts=counts,
        choice_count=engine.choice_count(actor),
        text=text,
        directory=directory,
        now=services().now(),
    )


@pages.get("/choices")
def choices() -> str:
    """Ad hoc subprocesses in which the visitor's groups may choose what to start."""
    engine, actor = services().engine, visitor().actor
    page = engine.choices(actor, after=request.args.get("after", ""), limit=PAGE)
    return render_template(
        "inbox/choices.html",
        page=page,
        tab="choices",
        counts=engine.inbox_counts(actor),
        choice_count=engine.choice_count(actor),
        directory=Directory(groups={group for row in page.rows for group in row.candidate_groups}),
    )


@pages.get("/choices/<instance_id>/<int:token>")
def choice(instance_id: str, token: int) -> str:
    """One ad hoc subprocess: what may be started in it and what was."""
    return choosing.show(instance_id, token)


@pages.post("/choices/<instance_id>/<int:token>/start")
def start_step(instance_id: str, token: int) -> Answer:
    """Start the chosen step."""
    return choosing.start(instance_id, token)


@pages.post("/choices/<instance_id>/<int:token>/end")
def end_choice(instance_id: str, token: int) -> Answer:
    """Nothing more is to be started."""
    return choosing.end(instance_id, token)


@pages.get("/tasks/<instance_id>/<int:token>")
def task(instance_id: str, token: int) -> str | tuple[str, int]:
    """One task with its form."""
    return working.show(instance_id, token)


@pages.post("/tasks/<instance_id>/<int:token>/claim")
def claim(instance_id: str, token: int) -> Answer | str | tuple[str, int]:
    """Take the task on, or learn who was first."""
    refusal = working.attempt(lambda: services().engine.claim(instance_id, token, visitor().actor), instance_id, token)
    return refusal or redirect(url_for("inbox.task", instance_id=instance_id, token=token))


@pages.post("/tasks/<instance_id>/<int:token>/release")
def release(instance_id: str, token: int) -> Answer | str | tuple[str, int]:
    """Give the task back to its group."""
    refusal = working.attempt(
        lambda: services().engine.release(instance_id, token, visitor().actor), instance_id, token
    )
    if refusal:
        return refusal
    flash(gettext("The task is open to its group again."), "done")
    return redirect(url_for("inbox.tasks", tab="group"))


@pages.post("/tasks/<instance_id>/<int:token>/complete")
def complete(instance_id: str, token: int) -> Answer | str | tuple[str, int]:
    """Complete the task, keep a draft, or show the fields that fit the answers."""
    return working.take(instance_id, token)


@pages.post("/tasks/<instance_id>/<int:token>/fields")
def refresh(instance_id: str, token: int) -> str:
    """The form's fields alone, drawn again for the answers given so far."""
    return working.redraw(instance_id, token)


@pages.get("/procedures")
def procedures() -> str:
    """What the visitor may start."""
    return render_template("inbox/procedures.html", procedures=starting.procedures())


@pages.route("/procedures/<process_id>", methods=["GET", "POST"])
def start(process_id: str) -> Answer | str | tuple[str, int]:
    """The start form; sent, the new case."""
    return starting.take(process_id) if request.method == "POST" else starting.show(process_id)


@pages.post("/procedures/<process_id>/fields")
def refresh_start(process_id: str) -> str:
    """The start form's fields alone, drawn again for the answers given so far."""
    return starting.redraw(process_id)


@pages.get("/attachments/<attachment_id>")
def attachment(attachment_id: str) -> Response:
    """A file for download: by whoever attached it and those who may see its case."""
    found = attachments.by_ids(services().database, [attachment_id])
    allowed = bool(found) and (found[0].person == visitor().id or may_see_case(visitor(), found[0].instance))
    require(allowed, "read attachment", attachment_id)
    response = send_file(
        attachments.opened(services().database, attachment_id),
        mimetype=found[0].media_type,
        as_attachment=True,
        download_name=found[0].name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@pages.get("/messages")
def messages() -> str:
    """Messages to the visitor and their groups, newest first."""
    found = notices.listed(visitor())
    return render_template("inbox/messages.html", notices=found, unread=any(not one.read for one in found))


@pages.post("/messages/read")
def read_messages() -> Answer:
    """Mark all of them as read."""
    notices.mark_read(visitor())
    return back_to("", url_for("inbox.messages"))
