"""Choosing what to start in an ad hoc subprocess: what may be started, what was, and that nothing more is to be."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine.errors import CommandRejected, NotAllowed
from engine.history.choices import StartedStep, started
from engine.runtime.permissions import acting_as
from engine.runtime.views import CaseView, ChoiceRow, ChoiceView
from web.cases.personal import sees_personal
from web.cases.queries import definition_hash
from web.clauses import Clause, cited
from web.diagrams import Vocabulary, vocabulary
from web.failures import Explained
from web.inbox import submission
from web.language import pick
from web.pages import visitor
from web.people import Directory
from web.permissions import may_choose, require
from web.services import services


@dataclass(frozen=True, slots=True)
class Choice:
    """One step that may be started; `possible` says whether now."""

    element: str
    name: str
    documentation: str
    clauses: tuple[Clause, ...]
    possible: bool


@dataclass(frozen=True, slots=True)
class Started:
    """One step that somebody started; `task` is the token of its user task while that is open."""

    name: str
    who: str
    at: int
    state: str
    running: bool
    task: int


def show(instance_id: str, token: int) -> str:
    """The page on which somebody chooses."""
    engine = services().engine
    view = _allowed(instance_id, token)
    words = vocabulary(engine.definition(definition_hash(services().database, instance_id)))
    steps = started(services().database, instance_id, token)
    return render_template(
        "inbox/choice.html",
        view=view,
        name=_name(view.row),
        documentation=_documentation(words, view.row.element_process, view.row.element),
        choices=[_choice(words, view, element) for element in view.choices],
        started=_started(words, view, steps, engine.case(instance_id)),
        command_ids=[submission.new_command_id() for _ in view.choices],
        end_command_id=submission.new_command_id(),
    )


def start(instance_id: str, token: int) -> Answer:
    """Start the step that was chosen."""
    view = _allowed(instance_id, token)
    element = request.form.get("element", "")
    command_id = submission.command_id(request, visitor().id)
    _run(view.row, lambda: services().engine.start_step(instance_id, token, element, visitor().actor, command_id))
    words = vocabulary(services().engine.definition(definition_hash(services().database, instance_id)))
    flash(gettext("Started: %(name)s.", name=words.element_name(view.row.element_process, element).said), "done")
    if any(record.token == token for record in services().engine.ad_hoc(instance_id)):
        return redirect(url_for("inbox.choice", instance_id=instance_id, token=token))
    return redirect(url_for("cases.case", reference=instance_id))


def end(instance_id: str, token: int) -> Answer:
    """Nothing more is to be started there."""
    view = _allowed(instance_id, token)
    command_id = submission.command_id(request, visitor().id)
    _run(view.row, lambda: services().engine.complete_ad_hoc(instance_id, token, visitor().actor, command_id))
    flash(gettext("Nothing more will be started in %(name)s.", name=_name(view.row)), "done")
    return redirect(url_for("cases.case", reference=instance_id))


def _allowed(instance_id: str, token: int) -> ChoiceView:
    """The open ad hoc subprocess for whoever may choose in it; denies everybody else."""
    try:
        view = services().engine.choice(instance_id, token)
    except CommandRejected as rejected:
        require(sees_personal(services().database, visitor(), instance_id), "choose", f"{instance_id}/{token}")
        raise _explained(rejected, "") from rejected
    groups = view.row.candidate_groups
    takes_part = not groups and sees_personal(services().database, visitor(), instance_id)
    require(may_choose(visitor(), groups, takes_part=takes_part), "choose", f"{instance_id}/{token}")
    return view


def _run(row: ChoiceRow, command: Callable[[], object]) -> None:
    try:
        command()
    except NotAllowed:
        require(False, "choose", f"{row.instance_id}/{row.token}")
    except CommandRejected as rejected:
        raise _explained(rejected, _name(row)) from rejected


def _explained(rejected: CommandRejected, name: str) -> Explained:
    sentences = {
        "no_choice": (
            gettext("This step cannot be started here"),
            gettext("Choose one of the steps that the page of %(name)s offers. Nothing was changed.", name=name),
        ),
        "one_at_a_time": (
            gettext("Another step is running"),
            gettext("In %(name)s one step runs at a time. Start the next when that one is done.", name=name),
        ),
        "not_by_hand": (
            gettext("Nobody has to end this"),
            gettext("%(name)s ends by itself when its condition holds. Go on with its steps.", name=name),
        ),
    }
    fallback = (
        gettext("Nothing can be started there any more"),
        gettext("Somebody has ended it, or the case has gone on. Look at the present state of the case."),
    )
    return Explained(409, *sentences.get(str(rejected.details.get("reason", "")), fallback))


def _name(row: ChoiceRow) -> str:
    return pick(row.name, row.name_en) or row.element


def _documentation(words: Vocabulary, process: str, element: str) -> str:
    node = words.node(process, element)
    return pick(node.documentation, node.properties.get("documentation:en", "")) if node else ""


def _choice(words: Vocabulary, view: ChoiceView, element: str) -> Choice:
    process = view.row.element_process
    node = words.node(process, element)
    return Choice(
        element=element,
        name=words.element_name(process, element).said,
        documentation=_documentation(words, process, element),
        clauses=tuple(cited(node.basis)) if node else (),
        possible=element in view.startable,
    )


def _started(words: Vocabulary, view: ChoiceView, steps: list[StartedStep], case: CaseView) -> list[Started]:
    directory = Directory([step.actor for step in steps])
    states = {task.token: task.state for task in case.tasks}
    mine = {task.token for task in case.open_tasks if acting_as(task, visitor().actor)}
    said = {"open": gettext("Running"), "completed": gettext("Done"), "cancelled": gettext("Withdrawn")}
    found = []
    for step in reversed(steps):
        running = step.token in view.running
        state = states.get(step.token, "open" if running else "completed")
        found.append(
            Started(
                name=words.element_name(view.row.element_process, step.element).said,
                who=directory.actor(step.actor),
                at=step.at,
                state=said.get(state, state),
                running=running,
                task=step.token if step.token in mine else 0,
            )
        )
    return found
