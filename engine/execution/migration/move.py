"""Does what a survey found to be possible."""

from collections.abc import Mapping
from typing import Any

import msgspec

from engine.errors import CommandRejected, MigrationRefused
from engine.execution.commands import MigrateInstance
from engine.execution.events import ElementMigrated, InstanceMigrated
from engine.execution.instance import Instance
from engine.execution.migration.survey import Survey
from engine.execution.program import Program
from engine.execution.token import Token

_NAMING = ("caseNumberVariable", "titleVariable")


def migrate(instance: Instance, command: MigrateInstance, program: Program) -> None:
    """Let `instance` go on by `program`. Raises MigrationRefused, having changed nothing, and CommandRejected."""
    if command.before != instance.program.hash:
        raise CommandRejected("The case runs by another version meanwhile.", reason="other_version")
    if program.process != instance.program.process:
        raise CommandRejected(f"{program.process} is another process.", reason="other_process")
    if program.hash == instance.program.hash:
        raise CommandRejected("The case runs by this version already.", reason="same_version")
    survey = Survey(instance, program, command.elements, command.at)
    if survey.obstacles:
        raise MigrationRefused(survey.obstacles)
    named = _named(instance, program)
    instance.events.append(
        InstanceMigrated(before=command.before, definition=program.hash, version=command.version, named=named)
    )
    for token in survey.withdrawn.values():
        token.cancel()
    _move(instance, survey)
    instance.program = program
    for change in survey.changes:
        change()


def _move(instance: Instance, survey: Survey) -> None:
    for workflow, spec in survey.scopes:
        workflow.spec = spec
    renamed: list[tuple[Token, str]] = []
    for token, spec in survey.moves:
        before = token.element
        token.task_spec = spec
        if token.element != before:
            renamed.append((token, before))
    for workflow, _ in survey.scopes:
        workflow.joins = {token.task_spec.name: token for token in workflow.joins.values()}
    for token, before in sorted(renamed, key=lambda one: one[0].id):
        _rename(instance, token)
        process = token.task_spec.process
        instance.events.append(ElementMigrated(token=token.id, element=token.element, before=before, process=process))


def _rename(instance: Instance, token: Token) -> None:
    for name in instance.open.__struct_fields__:
        records: dict[int, Any] = getattr(instance.open, name)
        if token.id in records:
            records[token.id] = msgspec.structs.replace(records[token.id], element=token.element)


def _named(instance: Instance, program: Program) -> dict[str, Any]:
    """The variables by which the new version names the case and the old one did not, with their values."""
    before = instance.program.scope.definition.process.properties
    after: Mapping[str, str] = program.scope.definition.process.properties
    values = instance.variables_root.values
    wanted = [after.get(key, "") for key in _NAMING if after.get(key) != before.get(key)]
    return {name: values[name] for name in wanted if name in values}
