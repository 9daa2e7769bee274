"""Completing a user task with submitted form fields."""

from collections.abc import Mapping

from engine.errors import InvalidForm
from engine.execution.commands import CompleteTask
from engine.runtime import outcomes
from engine.runtime.commanding import Make
from engine.runtime.instances import LoadedInstance
from engine.runtime.labels import called_definition
from engine.runtime.permissions import Actor
from engine.runtime.surroundings import Organisation, around


def completion(token: int, submitted: Mapping[str, str | list[str]], actor: Actor, organisation: Organisation) -> Make:
    """Makes the command from the fields, checked by the task's form; raises `InvalidForm` and `TaskNotOpen`.

    A task without a form takes no values.
    """

    def make(id: str, at: int, loaded: LoadedInstance) -> CompleteTask:
        task = loaded.instance.user_task(token)
        if task is None:
            raise outcomes.task_not_open(loaded.id, token)
        form = called_definition(loaded.deployed.definition, task.process).forms.get(task.form)
        if form is None:
            return CompleteTask(id=id, at=at, actor=actor.id, token=token)
        known = around(form, loaded.instance.variables(token), organisation, at)
        values, errors = form.validate(submitted, known, at)
        if errors:
            raise InvalidForm(f"{len(errors)} fields are not right: {', '.join(sorted(errors))}.", errors=errors)
        return CompleteTask(id=id, at=at, actor=actor.id, token=token, variables=values)

    return make
