"""Rows of data stores that arrive at the steps that asked for them."""

from engine.errors import CommandRejected
from engine.execution.commands import DeliverStoreRows
from engine.execution.events import StoreReadClosed
from engine.execution.instance import Instance


def deliver(instance: Instance, command: DeliverStoreRows) -> None:
    """The step goes on with its input mappings."""
    read = instance.open.store_reads.get(command.token)
    if read is None:
        raise CommandRejected("The rows are not waited for.", reason="store_read_not_open", token=command.token)
    if len(command.rows) != len(read.rows):
        raise CommandRejected(
            f"{len(read.rows)} rows are waited for, {len(command.rows)} came.",
            reason="store_rows",
            token=command.token,
        )
    del instance.open.store_reads[command.token]
    instance.events.append(StoreReadClosed(token=command.token, outcome="read"))
    token = instance.tokens[command.token]
    token.rows = list(command.rows)
    instance.agenda.append(token)
