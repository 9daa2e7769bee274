"""Bounds that turn endless work into an incident."""

FLOWS_PER_COMMAND = 10_000
"""How many sequence flows the tokens of one scope may take during one command. A loop without a wait state reaches it
and stands still with a `runaway` incident; resolving the incident allows as many again."""

INSTANCES_PER_ACTIVITY = 10_000
"""How many items the collection of a multi-instance activity may have; a larger one is a `runaway` incident."""

LIVING_TOKENS = 20_000
"""How many tokens of one instance may live at a time before nothing multiplies them any more: a multi-instance activity,
fork, subprocess or activity with boundary events that would stands still with a `runaway` incident. Resolving it goes on
where others have ended meanwhile."""

TOKENS_PER_COMMAND = 20_000
"""How many tokens one command may create in all scopes together; every further one stands still with a `runaway`
incident when it enters its element. Resolving it allows as many again."""
