"""What people and handlers have before them: what the new version says of it, without taking anything from anybody.

An open task keeps its holder and its dates; its form is the new one and who may do it is asked anew where the diagram says
otherwise than before. A job that has been given out is finished as it was given; one that rests with its incident is
replaced by the new version's.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from engine.diagrams.model import JobDefinition, ServiceTask, UserTask
from engine.diagrams.traversal import wanted_job
from engine.execution.events import AdHocChanged, JobChanged, UserTaskAssigned, UserTaskChanged
from engine.execution.nodes.ad_hoc import AdHocSpec
from engine.execution.nodes.jobs import JobCall
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.user_task import UserTaskSpec
from engine.execution.open_work import OpenUserTask
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.migration.survey import Survey


def adapt(survey: "Survey", token: Token, old: NodeSpec, new: NodeSpec) -> None:
    """Note what becomes of the open task, job or choice of `token`."""
    opened = token.instance.open
    if isinstance(new, UserTaskSpec) and token.id in opened.user_tasks:
        survey.prepare(token, old, lambda: _task(token, old, new))
    if isinstance(new, AdHocSpec) and token.id in opened.ad_hoc:
        survey.prepare(token, old, lambda: _choice(token, old, new))
    wanted, before = wanted_job(new.node), wanted_job(old.node)
    rests = token.id in opened.jobs and not opened.jobs[token.id].retries
    if rests and wanted is not None and (before is None or _asked(before) != _asked(wanted)):
        survey.prepare(token, old, lambda: _job(token, wanted))


def _task(token: Token, old: NodeSpec, new: UserTaskSpec) -> Callable[[], None] | None:
    assert isinstance(old.node, UserTask)
    assert isinstance(new.node, UserTask)
    held = token.instance.open.user_tasks[token.id]
    wanted = msgspec.structs.replace(held, form=new.form)
    if _people(old.node) != _people(new.node):
        asked = new.asked(token)
        wanted = msgspec.structs.replace(
            asked, assignee=held.assignee or asked.assignee, due=held.due, follow_up=held.follow_up
        )
    wanted = msgspec.structs.replace(wanted, element=held.element)
    return None if wanted == held else lambda: _tell(token, held, wanted)


def _tell(token: Token, held: OpenUserTask, wanted: OpenUserTask) -> None:
    instance = token.instance
    instance.open.user_tasks[token.id] = msgspec.structs.replace(wanted, element=token.element)
    before, after = _names(held), _names(wanted)
    instance.events.append(
        UserTaskChanged(
            token=token.id,
            element=token.element,
            form=wanted.form,
            priority=wanted.priority,
            added={kind: new for kind, names in after.items() if (new := _without(names, before[kind]))},
            removed={kind: gone for kind, names in before.items() if (gone := _without(names, after[kind]))},
            process=wanted.process,
        )
    )
    if wanted.assignee != held.assignee:
        instance.events.append(UserTaskAssigned(token=token.id, assignee=wanted.assignee))


def _names(task: OpenUserTask) -> dict[str, list[str]]:
    return {"group": task.candidate_groups, "user": task.candidate_users, "excluded": task.excluded_users}


def _without(names: list[str], others: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name not in others]


def _people(node: UserTask) -> tuple[object, ...]:
    post = None if node.is_assigned else node.post
    who = (node.assignee, node.candidate_groups, node.candidate_users, node.excluded_users)
    return *who, node.priority, None if post is None else (post.role, post.unit)


def _choice(token: Token, old: NodeSpec, new: AdHocSpec) -> Callable[[], None] | None:
    assert isinstance(old, AdHocSpec)
    held = token.instance.open.ad_hoc[token.id]
    groups = held.candidate_groups
    if (old.ad_hoc.candidate_groups, old.post) != (new.ad_hoc.candidate_groups, new.post):
        groups = new.offer(token)[0].candidate_groups
    if (new.startable, groups) == (held.choices, held.candidate_groups):
        return None

    def change() -> None:
        wanted = msgspec.structs.replace(held, element=new.element, choices=new.startable, candidate_groups=groups)
        token.instance.open.ad_hoc[token.id] = wanted
        token.instance.events.append(
            AdHocChanged(
                token=token.id,
                element=new.element,
                choices=wanted.choices,
                process=new.process,
                added=_without(groups, held.candidate_groups),
                removed=_without(held.candidate_groups, groups),
            )
        )

    return change


def _job(token: Token, wanted: ServiceTask | JobDefinition) -> Callable[[], None]:
    asked = JobCall(wanted).asked(token)

    def change() -> None:
        job = msgspec.structs.replace(asked, element=token.element, retries=0)
        token.instance.open.jobs[token.id] = job
        token.instance.events.append(
            JobChanged(
                token=token.id, element=job.element, type=job.type, process=job.process, headers=dict(job.headers)
            )
        )

    return change


def _asked(wanted: ServiceTask | JobDefinition) -> tuple[object, ...]:
    return wanted.type, dict(wanted.headers)
