"""User tasks (BPMN 2.0.2 §10.3.4.1): opened with assignment and dates, then completed by a person's command."""

from typing import TYPE_CHECKING, Any

from engine.diagrams import timers
from engine.diagrams.model import Post, UserTask, Value
from engine.diagrams.timers import InvalidTimer
from engine.execution.events import UserTaskOpened
from engine.execution.expressions import FormulaGroup, formula, shown
from engine.execution.nodes.node import NodeSpec
from engine.execution.open_work import OpenUserTask
from engine.execution.standstill import Standstill
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class UserTaskSpec(NodeSpec):
    """Waits for somebody to complete it."""

    def __init__(self, scope: "ScopeSpec", node: UserTask, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.form = node.form
        self.is_assigned = node.is_assigned
        self.post = None if node.is_assigned else node.post
        self.completed_by = node.completed_by
        values: list[Value | None] = [
            node.assignee,
            node.candidate_groups,
            node.candidate_users,
            node.due_date,
            node.follow_up_date,
            node.excluded_users,
            None if self.post is None else self.post.unit,
        ]
        self.assignment = FormulaGroup([*map(formula, values), formula(node.priority, "50")])

    def asked(self, token: Token) -> OpenUserTask:
        """The task as it would be opened now. Raises Standstill."""
        instance = token.instance
        assignee, groups, users, due, follow_up, excluded, unit, priority = self.assignment.evaluate(
            token.scope, instance.now, "assignment"
        )
        if self.post is not None:
            groups = [group(self.post, unit)]
        task = OpenUserTask(
            token.id,
            self.element,
            self.process,
            self.form,
            _person(assignee),
            names(groups, "candidate groups"),
            names(users, "candidate users"),
            _instant(due, instance.now),
            _instant(follow_up, instance.now),
            _priority(priority),
            _excluded(excluded),
        )
        if self.is_assigned:
            _require_somebody(task)
        return task

    def start(self, token: Token) -> bool:
        instance, task = token.instance, self.asked(token)
        instance.open.user_tasks[token.id] = task
        instance.events.append(
            UserTaskOpened(
                token=token.id,
                element=self.element,
                process=self.process,
                form=self.form,
                assignee=task.assignee,
                candidate_groups=task.candidate_groups,
                candidate_users=task.candidate_users,
                due=task.due,
                follow_up=task.follow_up,
                priority=task.priority,
                excluded_users=task.excluded_users,
            )
        )
        return False

    def completed(self, token: Token, actor: str, values: dict[str, Any]) -> None:
        """Take what `actor` submitted, and who that was where the diagram asks for it, and go on."""
        token.proceed({**values, self.completed_by: actor} if self.completed_by else values)


def group(post: Post, unit: Any) -> str:
    """The candidate group `role@unit` of a lane whose unit came to `unit`. Raises Standstill, which names the lane."""
    name = unit.strip() if isinstance(unit, str) else ""
    if not name or "@" in name or "," in name:
        reason = f"The unit of the lane {post.lane} must be the id of a unit, but is {shown(unit)}."
        raise Standstill("assignment", reason, {"lane": post.lane, "value": shown(unit)})
    return f"{post.role}@{name}"


def _require_somebody(task: OpenUserTask) -> None:
    """Raise Standstill where nobody could do the task."""
    if task.assignee in task.excluded_users:
        raise Standstill(
            "assignment", f"{task.assignee} is assigned, but may not do the task.", {"excluded": task.assignee}
        )
    users = [user for user in task.candidate_users if user not in task.excluded_users]
    if not (task.assignee or task.candidate_groups or users):
        raise Standstill("assignment", "The assignment names nobody, so nobody could do the task.")


def _excluded(value: Any) -> list[str]:
    """The persons who may not do the task; one that is not known yet excludes nobody."""
    return names([one for one in value if one is not None] if isinstance(value, list) else value, "excluded users")


def _person(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Standstill("assignment", f"The assignee must be a text, but is {shown(value)}.")
    return value.strip()


def names(value: Any, what: str) -> list[str]:
    """A list of texts, or one comma-separated text. Raises Standstill."""
    if not value and (value is None or value == ""):
        return []
    if isinstance(value, str):
        return [name for part in value.split(",") if (name := part.strip())]
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise Standstill("assignment", f"The {what} must be a list of texts, but are {shown(value)}.")
    return [name for part in value if (name := part.strip())]


def _instant(value: Any, now: int) -> int:
    if value is None or value == "":
        return 0
    try:
        return timers.due("date", value, now).at if isinstance(value, str) else _not_a_date(value)
    except InvalidTimer as error:
        raise Standstill("assignment", str(error), {"text": str(value)}) from error


def _not_a_date(value: Any) -> int:
    raise Standstill("assignment", f"The date must be a text, but is {shown(value)}.")


def _priority(value: Any) -> int:
    try:
        priority = int(value)
    except (TypeError, ValueError):
        priority = -1
    if not 0 <= priority <= 100:
        raise Standstill("assignment", f"The priority must be a number from 0 to 100, but is {shown(value)}.")
    return priority
