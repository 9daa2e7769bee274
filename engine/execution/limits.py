"""Bounds that turn endless work into an incident."""

FLOWS_PER_COMMAND = 10_000
"""How many sequence flows the tokens of one scope may take during one command. A loop without a wait state reaches it
and stands still with a `runaway` incident; resolving the incident allows as many again."""

INSTANCES_PER_ACTIVITY = 10_000
"""How many items the collection of a multi-instance activity may have; a larger one is a `runaway` incident."""
