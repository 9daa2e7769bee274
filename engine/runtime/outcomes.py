"""What became of a command: its first outcome when it is repeated, and who was first when it came too late."""

from sqlalchemy import Engine, select

from engine.errors import CommandRejected, EngineError, TaskAlreadyClaimed, TaskNotOpen
from engine.runtime.views import CommandResult
from engine.store import records
from engine.store.database import reading
from engine.store.tables import user_task


def find_first(database: Engine, instance_id: str, command_id: str) -> CommandResult | None:
    """The first outcome of the command id, None where it never was applied. Raises `CommandRejected` where it was
    applied to another instance."""
    with reading(database) as connection:
        row = records.row_of_command(connection, command_id)
    if row is None:
        return None
    if instance_id and row.instance_id != instance_id:
        raise CommandRejected(f"The command id {command_id} was used on another instance.", command_id=command_id)
    return CommandResult(row.instance_id, row.seq, repeated=True)


def first(database: Engine, instance_id: str, command_id: str) -> CommandResult:
    """As `find_first`, where the command is known to have been applied."""
    found = find_first(database, instance_id, command_id)
    if found is None:
        raise CommandRejected(f"The command id {command_id} is taken.", command_id=command_id)
    return found


def task_not_open(instance_id: str, token: int) -> TaskNotOpen:
    """The error for a user task that is not open; `explained` adds who closed it."""
    return TaskNotOpen("The task is not open any more.", instance_id=instance_id, token=token, by="", at=0)


def explained(database: Engine, rejection: EngineError, instance_id: str) -> EngineError:
    """The rejection with `by` and `at` (milliseconds since 1970) of whoever was first."""
    token = rejection.details.get("token", 0)
    if not token or not isinstance(rejection, TaskNotOpen | TaskAlreadyClaimed):
        return rejection
    query = select(user_task).where(user_task.c.instance_id == instance_id, user_task.c.token == token)
    with reading(database) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return rejection
    if isinstance(rejection, TaskAlreadyClaimed):
        message = f"{row.assignee} has held this task since {row.assigned_at}."
        return TaskAlreadyClaimed(message, **{**rejection.details, "by": row.assignee, "at": row.assigned_at})
    if row.state == "open":
        return rejection
    message = f"The task was {row.state} by {row.closed_by} at {row.closed_at}."
    details = {**rejection.details, "by": row.closed_by, "at": row.closed_at, "outcome": row.state}
    return TaskNotOpen(message, **details)
