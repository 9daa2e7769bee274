"""Starting steps of an ad-hoc subprocess, and ending it; who may is decided by the runtime."""

from engine.errors import CommandRejected
from engine.execution.commands import ActivateElement, CompleteAdHoc
from engine.execution.instance import Instance
from engine.execution.nodes.ad_hoc import AdHocSpec
from engine.execution.open_work import OpenAdHoc


def activate(instance: Instance, command: ActivateElement) -> None:
    """Start the step `element` once more."""
    record = _open(instance, command.token)
    if command.element not in record.choices:
        raise CommandRejected(
            f"{command.element} cannot be started here.",
            reason="no_choice",
            element=command.element,
            token=record.token,
        )
    token = instance.tokens[command.token]
    spec = token.task_spec
    assert isinstance(spec, AdHocSpec)
    assert token.inside is not None
    if not spec.may_start(token):
        raise CommandRejected(
            "Another step is running; only one at a time may.", reason="one_at_a_time", token=token.id
        )
    token.inside.spec.task_specs[command.element].arrive(token.inside, "")


def complete(instance: Instance, command: CompleteAdHoc) -> None:
    """End what ends by hand."""
    record = _open(instance, command.token)
    if not record.by_hand:
        raise CommandRejected("It ends by its completion condition.", reason="not_by_hand", token=record.token)
    token = instance.tokens[command.token]
    spec = token.task_spec
    assert isinstance(spec, AdHocSpec)
    spec.end(token)


def _open(instance: Instance, token: int) -> OpenAdHoc:
    record = instance.open.ad_hoc.get(token)
    if record is None:
        raise CommandRejected("Nothing can be chosen there any more.", reason="ad_hoc_not_open", token=token)
    return record
